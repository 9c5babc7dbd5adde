"""Circles: what is told, the fresh start, the end; and what is no circle."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.agent.host import MadeCall
from agent_runtime.agent.loops import LoopDetector, SeenStep
from agent_runtime.agent.session import Session
from agent_runtime.errors import LoopDetected
from agent_runtime.models.scripted import ScriptedModel
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession, code


def call(name: str = "read_file", path: str = "a.py", *, ok: bool = True, result: str = "r") -> MadeCall:
    return MadeCall(1, name, {"path": path}, ok, "" if ok else "no such text", result, name == "read_file")


def kinds(detector: LoopDetector, steps: list[SeenStep]) -> list[str]:
    """What each step is told, `!` for a fresh start and `end` for the end."""
    found = []
    for step in steps:
        try:
            advice = detector.saw(step)
        except LoopDetected:
            return [*found, "end"]
        found.append("" if advice is None else advice.kind + ("!" if advice.restart else ""))
    return found


def test_the_same_step_is_nudged_then_begun_again_then_ended() -> None:
    step = SeenStep("print(1)", "1", 0)
    assert kinds(LoopDetector(), [step] * 5) == ["", "the same step", "the same step!", "end"]


def test_two_steps_in_turn_are_a_circle() -> None:
    one, other = SeenStep("a()", "1", 0), SeenStep("b()", "2", 0)
    assert kinds(LoopDetector(), [one, other] * 3) == ["", "", "the same step", "the same step!", "end"]


def test_the_same_call_in_other_code_is_a_circle_when_nothing_new_is_seen() -> None:
    steps = [SeenStep(f"print(read_file('a.py'))  # {n}", "text", 0, [call()]) for n in range(4)]
    assert kinds(LoopDetector(), steps) == ["", "the same calls", "the same calls!", "end"]


def test_another_part_of_a_known_answer_is_no_circle() -> None:
    steps = [SeenStep(f"print(r[{n}])", f"line {n}", 0, [call()]) for n in range(6)]
    assert kinds(LoopDetector(), steps) == [""] * 6


def test_a_changed_workspace_makes_the_same_step_new() -> None:
    steps = [SeenStep("print(run_tests())", "1 failed", n, [call("run_tests")]) for n in range(6)]
    assert kinds(LoopDetector(), steps) == [""] * 6


def test_failing_edits_are_a_circle_whatever_their_text() -> None:
    steps = [
        SeenStep(f"propose_patch({n})", f"not found {n}", 0, [call("propose_patch", ok=False, result=str(n))])
        for n in range(6)
    ]
    assert kinds(LoopDetector(), steps) == ["", "failing edits", "failing edits!", "", "end"]
    detector = LoopDetector()
    assert detector.saw(steps[0]) is None
    advice = detector.saw(steps[1])
    assert advice is not None
    assert "read_file('a.py')" in advice.text


def test_a_step_that_only_looks_after_failing_edits_is_no_circle() -> None:
    edit = [call("propose_patch", ok=False)]
    steps = [
        SeenStep("propose_patch(1)", "not found", 0, edit),
        SeenStep("propose_patch(2)", "not found here either", 0, edit),
        SeenStep("print(read_file('b.py'))", "text", 0, [call(path="b.py", result="text")]),
        SeenStep("x = 1", "(nothing was printed)", 0, printed=False),
    ]
    assert kinds(LoopDetector(), steps) == ["", "failing edits", "", ""]


def test_steps_of_which_nothing_comes_are_a_circle() -> None:
    steps = [SeenStep(f"x{n} = 1", "(nothing was printed)", n, printed=False) for n in range(5)]
    assert kinds(LoopDetector(), steps) == ["", "empty steps", "empty steps!", "", "end"]


def test_code_without_any_call_is_told_so_where_a_change_is_wanted_and_never_ends_a_run() -> None:
    steps = [SeenStep(f"print({n})", str(n), 0) for n in range(9)]
    assert kinds(LoopDetector(wants_change=True), steps) == ["", "", "no call"] * 3
    assert kinds(LoopDetector(), steps) == [""] * 9


def test_something_new_makes_earlier_circles_forgotten() -> None:
    same = SeenStep("a()", "1", 0)
    new = [SeenStep(f"print({n})", str(n), 0) for n in range(4)]
    assert kinds(LoopDetector(), [same, same, *new[:2], same, *new[2:]]) == [
        "", "the same step", "", "", "the same step", "", ""
    ]  # fmt: skip


def test_the_very_same_step_four_times_ends_a_run_whatever_came_between() -> None:
    same = SeenStep("a()", "1", 0)
    between = [SeenStep(f"print({n})", str(n), 0) for n in range(6)]
    steps = [step for n in range(3) for step in (same, *between[2 * n : 2 * n + 2])]
    detector = LoopDetector()
    for step in steps:
        detector.saw(step)
    with pytest.raises(LoopDetected, match="4 times"):
        detector.saw(same)


def test_a_fresh_start_tells_what_was_tried_and_nothing_else(make_session: MakeSession) -> None:
    edit = code("print(propose_patch('pkg/greet.py', old='Helo', new='Hi'))")
    session = make_session(
        [
            code("r = read_file('pkg/greet.py')\nprint(len(r))"),
            edit,
            edit,
            edit,
            code("final_answer('no change is needed')"),
        ]
        * 2
    )
    session.run("Make greet say Hi")
    prompts = session.model.prompts  # type: ignore[union-attr]
    assert len(prompts[4]) == len(prompts[0])
    told = prompts[4][-1].content
    assert told.startswith(prompts[0][-1].content)
    assert "looked at: read_file(path='pkg/greet.py')" in told
    assert "- propose_patch(path='pkg/greet.py', old='Helo', new='Hi') failed:" in told


def test_a_fresh_start_that_does_not_help_ends_the_run(make_session: MakeSession) -> None:
    session = make_session([code("print(read_file('pkg/greet.py')['lines'])")] * 6)
    result = session.run("What does greet do?")
    assert result.outcome is Outcome.LOOP
    assert result.steps <= 5


def test_a_session_that_is_taken_up_after_a_fresh_start_has_it(make_session: MakeSession, repo: Path) -> None:
    same = code("print('same')")
    session = make_session([same, same, same, code("final_answer(1)"), code("final_answer(2)")])
    session.run("go round")
    before = session.model.prompts[3]  # type: ignore[union-attr]
    session.close()
    model = ScriptedModel([code("final_answer(3)")])
    with Session(repo, model=model, resume=session.session_id, options={"phoenix_enabled": False}) as again:
        again.run("and now?")
    assert model.prompts[0][: len(before)] == before


def test_the_budget_of_tool_calls_ends_a_run(make_session: MakeSession) -> None:
    session = make_session([code("for n in range(9): read_file('main.py')")], agent_max_tool_calls=3)
    result = session.run("read")
    assert (result.outcome, result.exit_code) == (Outcome.LIMIT, 6)
    assert "--max-tool-calls" in str(result.error)


def test_a_step_makes_no_more_than_its_actions(make_session: MakeSession) -> None:
    session = make_session(
        [
            code("print(read_file('main.py').get('error'))\nprint(list_files('*.py'))"),
            code("final_answer(len(list_files('*.py')['files']))"),
        ],
        agent_actions_per_step=1,
    )
    assert session.run("How many?").answer == 3
    told = session.model.prompts[1][-1].content  # type: ignore[union-attr]
    assert "list_files was not run: a step may make 1 tool call." in told
    assert "in your next reply" in told
