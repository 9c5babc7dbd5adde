"""The search from the task to the result: a real folder, a real sandbox, a scripted model."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from agent_runtime.agent.replay import replay
from agent_runtime.agent.search import solving
from agent_runtime.agent.search.asking import excerpt, prompt, view, with_raising
from agent_runtime.agent.search.evidence import Target
from agent_runtime.agent.search.solving import is_small, wants_search
from agent_runtime.agent.session import Session
from agent_runtime.models.base import CallWatcher, Completion, Message, Sampling
from agent_runtime.models.scripted import Reply, ScriptedModel
from agent_runtime.records.recordings import read_spans
from agent_runtime.tools.testing import TestFailure, parse_test_output
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession, code

CALC = "def add(a, b):\n    return a - b\n\n\ndef sub(a, b):\n    return a + b\n"
TEST_ADD = "from calc import add, sub\n\n\ndef test_add():\n    assert add(2, 3) == 5\n    assert add(7, 1) == 8\n"
TESTS = TEST_ADD + "\n\ndef test_sub():\n    assert sub(2, 3) == -1\n"
VERIFY = "python -m pytest -q"
ADD = "```python\ndef add(a, b):\n    return a + b\n```"
SUB = "```python\ndef sub(a, b):\n    return a - b\n```"
FEW_SAMPLES = 12
WRONG = "```python\ndef add(a, b):\n    return a * b\n```"


@pytest.fixture
def no_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is mended without the model."""
    monkeypatch.setattr("agent_runtime.agent.search.slips.TURNS", 0)
    monkeypatch.setattr("agent_runtime.agent.search.focusing.EARLY_PLACES", 0)


@pytest.fixture
def calc(repo: Path) -> Path:
    (repo / "calc.py").write_text(CALC)
    (repo / "test_calc.py").write_text(TESTS)
    return repo


def search(make_session: MakeSession, *replies: str, **settings: Any) -> Session:
    given = {"agent_strategy": "search", "agent_mode": "auto", "agent_verify": VERIFY, **settings}
    return make_session(list(replies), **given)


def verdicts(session: Session) -> list[str]:
    return [str(event.data["verdict"]) for event in session.events if event.kind == "candidate"]  # type: ignore[attr-defined]


@pytest.mark.usefixtures("no_turns")
def test_each_step_forward_is_kept_until_all_pass(make_session: MakeSession, calc: Path) -> None:
    """A wrong reply, then one bug, then the other: what was reached is the ground for the next."""
    session = search(make_session, WRONG, ADD, ADD, ADD, SUB)
    result = session.run("add and sub are wrong. Fix them.")
    assert result.outcome is Outcome.VERIFIED, (result.verification, verdicts(session))
    assert "passed" in verdicts(session)
    assert (calc / "calc.py").read_text() == CALC.replace("a - b", "X").replace("a + b", "a - b").replace("X", "a + b")
    assert [file.path for file in result.files] == ["calc.py"]


def test_a_change_that_no_check_asked_for_is_claimed(make_session: MakeSession, calc: Path) -> None:
    """The check passed before: the first try that keeps it passing proves nothing."""
    (calc / "test_calc.py").write_text("from calc import sub\n\n\ndef test_sub():\n    assert sub(2, 3) == 5\n")
    session = search(make_session, "```python\ndef mul(a, b):\n    return a * b\n```")
    result = session.run("Add a function mul to calc.py.")
    assert result.outcome is Outcome.CLAIMED
    assert "does not show that the task is done" in result.verification
    assert "def mul" in (calc / "calc.py").read_text()


def test_what_only_hides_tests_is_no_progress(make_session: MakeSession, calc: Path) -> None:
    """Code that cannot be imported fails in one place, and the tests of before are not run at all."""
    broken = "```python\nimport nothing_of_this_name\n\n\ndef add(a, b):\n    return a + b\n```"
    session = search(make_session, broken, ADD, *[SUB] * 9)
    assert session.run("add and sub are wrong. Fix them.").outcome is Outcome.VERIFIED
    assert "nothing_of_this_name" not in (calc / "calc.py").read_text()


def test_a_failure_that_has_become_another_is_a_step_forward(make_session: MakeSession, calc: Path) -> None:
    """Two tests fail for want of a parameter; with it, one of them passes and the other fails by its value."""
    test = "from calc import add\n\n\ndef test_neg():\n    assert add(1, 2, neg=True) == -3\n"
    (calc / "test_calc.py").write_text(
        test + "\n\ndef test_pos():\n    assert add(1, 2, neg=False) == add(1, 2) == 3\n"
    )
    near = "```python\ndef add(a, b, neg=False):\n    return a + b\n```"
    right = near.replace("return a + b", "return -(a + b) if neg else a + b")
    session = search(make_session, *[near] * 4, right)
    assert session.run("Let add have a parameter neg.").outcome is Outcome.VERIFIED
    shown = session.model.prompts[-1][-1].content  # type: ignore[union-attr]
    assert "neg=False" in shown
    assert "assert 3 == -3" in shown


@pytest.mark.usefixtures("no_turns")
def test_the_workspace_stays_as_it_was_until_a_candidate_wins(make_session: MakeSession, calc: Path) -> None:
    session = search(make_session, *[WRONG.replace("*", op) for op in "*/%"] * 8, code('final_answer("no")'))
    session.run("add is wrong. Fix it.")
    assert (calc / "calc.py").read_text() == CALC


@pytest.mark.usefixtures("model_first")
def test_a_candidate_made_for_the_test_does_not_win(make_session: MakeSession, calc: Path) -> None:
    (calc / "test_calc.py").write_text(
        "from calc import add\n\n\ndef test_add():\n    assert add(20, 30) == 50\n    assert add(20, 30.0) > 0\n"
    )
    cheat = "```python\ndef add(a, b):\n    if a == 20 and b == 30:\n        return 50\n    return a - b\n```"
    session = search(make_session, cheat, ADD)
    result = session.run("add is wrong. Fix it.")
    assert verdicts(session)[0] == "suspicious"
    assert result.outcome is Outcome.VERIFIED
    assert "== 20" not in (calc / "calc.py").read_text()


@pytest.mark.usefixtures("model_first")
def test_a_candidate_that_never_ends_is_ended(
    make_session: MakeSession, calc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent_runtime.agent.search.solving.QUICK_S", 12.0)
    monkeypatch.setattr("agent_runtime.agent.search.solving.SLOWER", 0.0)
    (calc / "test_calc.py").write_text(TEST_ADD)
    session = search(make_session, "```python\ndef add(a, b):\n    while True:\n        pass\n```", ADD)
    result = session.run("add is wrong. Fix it.")
    assert verdicts(session)[0] == "timed out"
    assert result.outcome is Outcome.VERIFIED


def test_a_check_that_came_to_no_test_may_take_longer_than_one_that_did(
    make_session: MakeSession, calc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time of a check that cannot be loaded says nothing of its tests."""
    monkeypatch.setattr("agent_runtime.agent.search.solving.QUICK_S", 0.1)
    monkeypatch.setattr("agent_runtime.agent.search.solving.SLOWER", 0.0)
    (calc / "calc.py").write_text(CALC.replace("add", "plus"))
    (calc / "test_calc.py").write_text(TEST_ADD)
    session = search(make_session, "```python\ndef add(a, b):\n    return a + b\n```")
    result = session.run("Rename plus to add in calc.py, and let it add.")
    assert verdicts(session)[-1] == "passed"
    assert result.outcome is Outcome.CLAIMED
    assert "plus is there as before" in result.verification


@pytest.mark.usefixtures("model_first")
def test_a_check_that_is_slow_by_itself_gets_its_time(
    make_session: MakeSession, calc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent_runtime.agent.search.solving.QUICK_S", 0.1)  # no check is as quick as that
    (calc / "test_calc.py").write_text(TEST_ADD)
    session = search(make_session, ADD)
    assert session.run("add is wrong. Fix it.").outcome is Outcome.VERIFIED
    assert verdicts(session) == ["passed"]


def test_a_change_that_the_check_does_not_need_is_left_out(make_session: MakeSession, calc: Path) -> None:
    (calc / "test_calc.py").write_text(TEST_ADD)
    more = "\n```python\n# pkg/greet.py\ndef greet(name):\n    return name\n```"
    (calc / "pkg" / "greet.py").write_text("def greet(name):\n    return 'add ' + name\n")
    session = search(make_session, *[ADD + more] * 8)
    result = session.run("add is wrong, see calc.py and pkg/greet.py. Fix it.")
    assert [file.path for file in result.files] == ["calc.py"], verdicts(session)


@pytest.mark.usefixtures("no_turns")
def test_tests_cannot_be_edited_to_pass(make_session: MakeSession, calc: Path) -> None:
    cheat = "```python\n# test_calc.py\ndef test_add():\n    assert True\n```"
    session = search(make_session, cheat, *[WRONG] * 32, code('final_answer("no")'))
    result = session.run("add is wrong. Fix it.")
    assert verdicts(session)[0] == "rejected"
    assert result.outcome is not Outcome.VERIFIED
    assert (calc / "test_calc.py").read_text() == TESTS


class TwoMinds(ScriptedModel):
    """Says other things to the search than to the loop."""

    def __init__(self, samples: Sequence[str], replies: Sequence[str]) -> None:
        super().__init__(replies)
        self._samples = ScriptedModel(samples)

    def complete(
        self, messages: Sequence[Message], watcher: CallWatcher, sampling: Sampling | None = None
    ) -> Completion:
        if sampling is not None:
            return self._samples.complete(messages, watcher, sampling)
        return super().complete(messages, watcher)


@pytest.mark.usefixtures("no_turns")
def test_the_loop_goes_on_where_the_search_ends(
    make_session: MakeSession, calc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solving, "SAMPLES", FEW_SAMPLES)
    fix = 'p = propose_patch("calc.py", old="a - b", new="a + b")\nprint(apply_patch(p["patch_id"]))'
    (calc / "test_calc.py").write_text(TEST_ADD)
    wrong = [WRONG.replace("a * b", f"a * {number}") for number in range(FEW_SAMPLES)]
    session = search(make_session)
    session.model = TwoMinds(wrong, [code(fix), code('final_answer("done")')])
    result = session.run("add is wrong. Fix it.")
    assert result.outcome is Outcome.VERIFIED
    assert len(verdicts(session)) >= 8
    assert result.steps >= 2


@pytest.mark.usefixtures("no_turns")
@pytest.mark.parametrize(
    "replies", [[WRONG, ADD, ADD, ADD, SUB], [WRONG] * 32 + [code('final_answer("no")')]], ids=["won", "lost"]
)
def test_a_searched_run_is_replayed(make_session: MakeSession, calc: Path, replies: list[str]) -> None:
    with search(make_session, *replies) as session:
        result = session.run("add and sub are wrong. Fix them.")
    (calc / "calc.py").write_text("the workspace of now does not matter\n")
    report = replay(result.run_dir)
    assert (report.divergence, report.notes) == (None, ())
    assert report.outcome == result.outcome.value


def test_a_renaming_needs_no_reply(make_session: MakeSession, calc: Path) -> None:
    (calc / "calc.py").write_text(CALC.replace("a - b", "a + b"))
    (calc / "test_calc.py").write_text(TEST_ADD)
    session = search(make_session)
    result = session.run("Rename the function add to plus_all everywhere, tests included.")
    assert result.outcome is Outcome.VERIFIED, [dict(e.data) for e in session.events if e.kind == "candidate"]
    assert "plus_all(2, 3)" in (calc / "test_calc.py").read_text()
    assert result.usage.completion_tokens == 0


def test_a_task_without_a_check_is_claimed(make_session: MakeSession, repo: Path) -> None:
    (repo / "calc.py").write_text(CALC)
    session = search(make_session, ADD, agent_verify=None)
    result = session.run("add in calc.py is wrong. Fix it.")
    assert result.outcome is Outcome.CLAIMED
    assert "a + b" in (repo / "calc.py").read_text()


@pytest.mark.usefixtures("model_first")
def test_the_change_needs_its_approval(make_session: MakeSession, calc: Path) -> None:
    (calc / "test_calc.py").write_text(TEST_ADD)
    session = make_session([ADD], answers=[True], agent_strategy="search", agent_mode="ask", agent_verify=VERIFY)
    assert session.run("add is wrong. Fix it.").outcome is Outcome.VERIFIED
    asked = [event for event in session.events if event.kind == "approval"]  # type: ignore[attr-defined]
    assert len(asked) == 1


def test_candidates_are_spans_of_the_search(make_session: MakeSession, calc: Path) -> None:
    (calc / "test_calc.py").write_text(TEST_ADD)
    result = search(make_session, WRONG, ADD).run("add is wrong. Fix it.")
    names = [span.name for span in read_spans(result.run_dir)]
    assert "search" in names
    assert "candidate 1" in names


@pytest.mark.usefixtures("model_first")
def test_a_later_task_knows_what_was_changed(make_session: MakeSession, calc: Path) -> None:
    (calc / "test_calc.py").write_text(TEST_ADD)
    session = search(make_session, ADD, code('final_answer("calc.py")'))
    session.run("add is wrong. Fix it.")
    session.run("Which file did you change?")
    prompt = "\n".join(message.content for message in session.model.prompts[-1])  # type: ignore[union-attr]
    assert "add is wrong. Fix it." in prompt
    assert "Changed calc.py" in prompt


@pytest.mark.parametrize(
    ("strategy", "task", "model", "mode", "expected"),
    [
        ("auto", "Fix the bug", "embedded/qwen2.5-coder-1.5b", "ask", True),
        ("auto", "Fix the bug", "ollama_chat/qwen2.5-coder:7b", "auto", True),
        ("auto", "Fix the bug", "ollama_chat/qwen2.5-coder:32b", "auto", False),
        ("auto", "Fix the bug", "openai/gpt-4o", "auto", False),
        ("search", "Fix the bug", "openai/gpt-4o", "auto", True),
        ("search", "What does add do?", "embedded/qwen2.5-coder-1.5b", "auto", False),
        ("search", "Which function adds? Answer with its name.", "embedded/qwen2.5-coder-1.5b", "auto", False),
        ("search", "With three jobs, how many run at once? Answer with a number.", "x-1.5b", "auto", False),
        ("auto", "I have a card in the last box and answer it. When is it asked next?", "x-1.5b", "auto", False),
        ("auto", "The report is empty on Mondays. Why? Reply briefly.", "x-1.5b", "auto", False),
        ("auto", "The report is empty on Mondays. It should not be. Why is that?", "x-1.5b", "auto", True),
        (
            "auto",
            "Going by pay.py: Ann works on a Sunday. How much does she get? Answer in cents.",
            "1.5b",
            "auto",
            False,
        ),
        ("auto", "Sort the rows of the report. Is that hard? Answer briefly.", "x-1.5b", "auto", False),
        ("auto", "Fix the rows of the report. Is that hard? Answer briefly.", "x-1.5b", "auto", True),
        ("auto", "In the report a name is cut. Show the whole name.", "x-1.5b", "auto", True),
        ("auto", "The report is empty. Sort its rows. Is that hard?", "x-1.5b", "auto", True),
        ("auto", "We want a limit. Can you add one?", "x-1.5b", "auto", True),
        ("auto", "The report is empty on Mondays.", "x-1.5b", "auto", True),
        ("search", "Give add an optional parameter.", "x-1.5b", "auto", True),
        ("search", "Give me the names of all functions.", "x-1.5b", "auto", False),
        ("search", "Could you fix the bug in add?", "x-1.5b", "auto", True),
        ("search", "In add the sign is wrong, will you mend it?", "x-1.5b", "auto", True),
        ("search", "Fix the bug", "embedded/qwen2.5-coder-1.5b", "plan", False),
        ("loop", "Fix the bug", "embedded/qwen2.5-coder-1.5b", "auto", False),
    ],
)
def test_when_a_task_is_searched(strategy: Any, task: str, model: str, mode: str, expected: bool) -> None:
    assert wants_search(strategy, task, model, mode) is expected


def test_sizes_are_read_from_names() -> None:
    assert is_small("qwen2.5-coder-0.5b-instruct-q4_k_m")
    assert not is_small("deepseek-coder-v2")


OUTPUT = """F.
=================================== FAILURES ===================================
___________________________________ test_add ___________________________________

    def test_add():
>       assert add(2, 3) == 5
E       assert -1 == 5
E        +  where -1 = add(2, 3)

test_calc.py:5: AssertionError
=========================== short test summary info ============================
FAILED test_calc.py::test_add - assert -1 == 5
1 failed, 1 passed in 0.01s
"""


def test_the_model_sees_the_first_failure_only() -> None:
    summary = parse_test_output(OUTPUT, 1)
    assert excerpt(OUTPUT, summary.failures[0]) == (
        "    def test_add():\n>       assert add(2, 3) == 5\nE       assert -1 == 5\nE        +  where -1 = add(2, 3)\n"
        "test_calc.py:5: AssertionError"
    )


def test_a_narrow_request_shows_the_likeliest_functions() -> None:
    bodies = [f"def f{n}(x):\n" + "\n".join(f"    x += {i}" for i in range(9)) + "\n    return x" for n in range(12)]
    text = "import os\n\n\n" + "\n\n\n".join(bodies) + "\n"
    target = Target("a.py", 1, ("f7", "f2"))
    narrow, wide = (
        prompt("f7 is wrong", [target], lambda path: text, "E  assert 1 == 2", narrow=flag)[1].content
        for flag in (True, False)
    )
    assert bodies[7] in narrow
    assert bodies[2] in narrow
    assert bodies[3] not in narrow
    assert "def f3(x):\n    ..." in narrow
    assert "Write the corrected f7 or f2" in narrow
    assert bodies[3] in wide


def test_a_narrow_request_without_a_failure_shows_what_the_likeliest_functions_call() -> None:
    lines = "".join(f"    x += {i}\n" for i in range(40))
    text = "\n\n".join(f"def f{n}(x):\n{lines}    return {f'f{n + 1}(x)' if n else 'x'}\n" for n in range(9))
    target = Target("a.py", 1, ("f3",))
    shown = prompt("f3 is wrong", [target], lambda path: text, narrow=True)[1].content
    assert [n for n in range(9) if f"def f{n}(x):\n    ..." not in shown] == [3, 4]
    short = text[:2900].rpartition("\n\n")[0]
    assert short in prompt("f3 is wrong", [target], lambda path: short, narrow=True)[1].content


def test_a_long_file_is_folded_around_what_matters() -> None:
    text = "import os\n\n\n" + "\n\n\n".join(
        f"def f{n}(x):\n" + "\n".join(f"    x += {i}" for i in range(20)) + "\n    return x" for n in range(30)
    )
    shown = view("a.py", text, ("f7",), budget=2500)
    assert len(shown) <= 2500
    assert "def f7(x):\n    x += 0\n    x += 1\n" in shown
    assert "def f8(x):\n    ..." in shown


BIG = "def big(a, b):\n    return a > 1 and b > 1\n"


@pytest.fixture
def big(repo: Path) -> Path:
    (repo / "big.py").write_text(BIG)
    (repo / "test_big.py").write_text("from big import big\n\n\ndef test_big():\n    assert big(2, 1)\n")
    return repo


@pytest.mark.usefixtures("no_turns")
def test_what_only_takes_code_away_waits_for_others(make_session: MakeSession, big: Path) -> None:
    changed = BIG.replace("b > 1", "b >= 1")
    session = search(make_session, BIG.replace(" and b > 1", ""), changed)
    result = session.run("big is wrong. Fix it.")
    assert "only takes code away" not in result.verification
    assert (big / "big.py").read_text() == changed


@pytest.mark.usefixtures("no_turns")
def test_what_only_takes_code_away_is_claimed_where_nothing_else_passes(
    make_session: MakeSession, big: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solving, "SAMPLES", FEW_SAMPLES)
    wrong = [BIG.replace("b > 1", f"b > {number}") for number in range(2, FEW_SAMPLES)]
    session = search(make_session, BIG.replace(" and b > 1", ""), *wrong)
    result = session.run("big is wrong. Fix it.")
    assert (big / "big.py").read_text() == BIG.replace(" and b > 1", "")
    assert result.outcome is Outcome.CLAIMED
    assert "only takes code away" in result.verification


COLUMNS = '{\n  "date": "Day",\n  "payee": "To",\n  "amount": "Amount"\n}\n'
DATE = COLUMNS.replace("Day", "Date")
PAYEE = COLUMNS.replace('"To"', '"Payee"')
CONFIGURATION = "The configuration of the columns is wrong. Fix it."


@pytest.fixture
def columns(repo: Path) -> Path:
    (repo / "data").mkdir()
    (repo / "data" / "columns.json").write_text(COLUMNS)
    (repo / "data" / "march.csv").write_text("Date,Payee,Amount\n2024-03-01,Grocer,5\n")
    return repo


def as_json(text: str) -> str:
    return f"```json\n{text}```"


def test_two_settings_of_which_one_hides_the_other(make_session: MakeSession, columns: Path) -> None:
    """Each change alone fails: the second fault is seen only without the first."""
    (columns / "test_columns.py").write_text(
        "import csv, json\n\n\ndef test_columns():\n    names = json.load(open('data/columns.json'))\n"
        "    rows = list(csv.DictReader(open('data/march.csv')))\n"
        "    for key in names:\n        assert rows[0][names[key]]\n"
    )
    session = search(make_session, as_json(PAYEE), as_json(DATE), *[as_json(COLUMNS)] * 6)
    result = session.run(CONFIGURATION)
    assert "one example alone" in result.verification, verdicts(session)
    assert (columns / "data" / "columns.json").read_text() == DATE.replace('"To"', '"Payee"')
    spans = [span for span in read_spans(result.run_dir) if span.name.startswith("candidate ")]
    assert any("together" in str(span.attributes.get("input.value")) for span in spans)


def test_fewer_complaints_of_a_script_are_a_step_forward(make_session: MakeSession, columns: Path) -> None:
    (columns / "check.py").write_text(
        "import json, sys\n\nnames = json.load(open('data/columns.json'))\n"
        "head = open('data/march.csv').readline().strip().split(',')\n"
        "wrong = [name for name in names.values() if name not in head]\n"
        "print('\\n'.join(f'there is no column {name}' for name in wrong))\nsys.exit(bool(wrong))\n"
    )
    both = DATE.replace('"To"', '"Payee"')
    other = COLUMNS.replace("Day", "Daily")
    session = search(make_session, as_json(other), *[as_json(DATE)] * 3, as_json(both), agent_verify="python check.py")
    result = session.run(CONFIGURATION)
    assert json.loads((columns / "data" / "columns.json").read_text()) == json.loads(both), verdicts(session)
    assert result.outcome is Outcome.CLAIMED
    assert "the check counts no tests" in result.verification
    prompts = [prompt[-1].content for prompt in session.model.prompts]  # type: ignore[union-attr]
    assert "there is no column Day" in prompts[0]
    assert "there is no column Day" not in prompts[-1]
    assert "there is no column To" in prompts[-1]


@pytest.mark.usefixtures("no_turns")
@pytest.mark.parametrize(("many", "outcome"), [(4, Outcome.VERIFIED), (3, Outcome.CLAIMED)])
def test_the_first_of_many_that_passes_is_claimed(
    many: int, outcome: Outcome, make_session: MakeSession, calc: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agent_runtime.agent.search.doubts.MANY", many)
    (calc / "test_calc.py").write_text(TEST_ADD)
    wrong = [WRONG.replace("a * b", f"a * b * {number}") for number in (2, 3, 4)]
    result = search(make_session, *wrong, ADD).run("add is wrong. Fix it.")
    assert result.outcome is outcome
    assert ("the first of 4 changes" in result.verification) is (outcome is Outcome.CLAIMED)


@pytest.mark.usefixtures("model_first")
def test_after_a_step_forward_what_is_near_is_tried_first(make_session: MakeSession, calc: Path) -> None:
    """One reply to the same request is a step, the next one is right: nothing is asked anew."""
    (calc / "test_calc.py").write_text(TEST_ADD + "\n\ndef test_none():\n    assert add(0, 0) is None\n")
    step = "```python\ndef add(a, b):\n    return a + b\n```"
    right = step.replace("return a + b", "return a + b or None")
    session = search(make_session, step, right)
    assert session.run("add is wrong. Fix it.").outcome is Outcome.VERIFIED
    assert verdicts(session)[:2] == ["failed", "passed"]
    assert len({tuple(each.content for each in prompt) for prompt in session.model.prompts}) == 1  # type: ignore[union-attr]


@pytest.mark.usefixtures("no_turns")
@pytest.mark.parametrize(
    ("raised", "asked_for_rest"),
    [("return b.upper() + a", True), ("return mul(a, [b])", True), ("return add(a, [b])", False)],
)
def test_after_a_step_forward_what_raises_elsewhere_is_asked_about_at_once(
    make_session: MakeSession, calc: Path, raised: str, asked_for_rest: bool
) -> None:
    """What is left is an error of before in code that the step does not touch: other changes of the same function
    would not mend it. Where the way to the error leads through the function, they might."""
    mul = "\n\ndef mul(a, b):\n    return a * int(b.real)\n"
    before = CALC.replace("def add(a, b):\n", "def add(a, b):\n    b = b.real\n").replace("return a + b", raised) + mul
    (calc / "calc.py").write_text(before)
    step = "```python\ndef add(a, b):\n    b = b.real\n    return a + b\n```"
    session = search(make_session, step, *[WRONG.replace("a * b", f"a * b * {number}") for number in range(2, 12)])
    session.run("add and sub are wrong. Fix them.")
    asked = [prompt[-1].content for prompt in session.model.prompts]  # type: ignore[union-attr]
    assert "test_add" in asked[0]
    assert ("test_sub" in asked[1]) is asked_for_rest


PLAN = "class Plan:\n    def __init__(self, people):\n        self.people = people\n"
OFF = "    def off(self, day):\n        return [name for name in self.people if self.people[name] == day]"


class Reading(ScriptedModel):
    """Writes the function wrongly until it is shown what comes out of that."""

    def complete(
        self, messages: Sequence[Message], watcher: CallWatcher, sampling: Sampling | None = None
    ) -> Completion:
        asked = messages[-1].content
        right = "def off" in asked and "assert ['Ann', 'Cid'] == ['Bob']" in asked
        self._replies = [*self._replies, Reply(f"```python\n{OFF.replace('== day', '!= day') if right else OFF}\n```")]
        return super().complete(messages, watcher, sampling)


def test_a_function_that_was_missing_and_is_wrong_is_mended(make_session: MakeSession, repo: Path) -> None:
    """One test fails before and after; but now it has what it wanted."""
    (repo / "plan.py").write_text(PLAN)
    test = "from plan import Plan\n\n\ndef test_off():\n    plan = Plan({'Ann': 1, 'Bob': 2, 'Cid': 1})\n"
    asserted = "    assert plan.off(1) == ['Bob']\n    assert plan.off(3) == ['Ann', 'Bob', 'Cid']\n"
    (repo / "test_plan.py").write_text(test + asserted)
    session = search(make_session)
    session.model = Reading([])
    result = session.run("Plan needs a method off(day): who does not work then.")
    assert result.outcome is Outcome.VERIFIED, (verdicts(session), result.verification)
    assert "!= day" in (repo / "plan.py").read_text()


@pytest.mark.parametrize(
    ("task", "outcome"),
    [
        ("Write a module shapes for the tests.", Outcome.VERIFIED),
        ("geometry.shapes is missing. Fix it.", Outcome.VERIFIED),
        ("The tests cannot be loaded. Fix it.", Outcome.CLAIMED),
    ],
)
def test_a_new_file_that_the_task_does_not_speak_of_is_claimed(
    make_session: MakeSession, repo: Path, task: str, outcome: Outcome
) -> None:
    module = "shapes" if "module" in task else "geometry.shapes"
    path = f"{module.replace('.', '/')}.py"
    if "." in module:
        (repo / "geometry").mkdir()
        (repo / "geometry/__init__.py").write_text("")
    asserted = "".join(f"    assert area({a}, {b}) == {a * b}\n" for a, b in ((2, 5), (1, 1), (0, 3)))
    (repo / "test_shapes.py").write_text(f"from {module} import area\n\n\ndef test_area():\n{asserted}")
    session = search(make_session, *[f"{path}\n```python\ndef area(a, b):\n    return a * b\n```"] * 9)
    result = session.run(task)
    assert (repo / path).exists(), verdicts(session)
    assert result.outcome is outcome, result.verification
    assert (f"{path} is a new file" in result.verification) is (outcome is Outcome.CLAIMED)


def test_a_function_that_was_not_shown_is_not_made_up(make_session: MakeSession, repo: Path) -> None:
    lines = "\n".join(f"    total += {number}" for number in range(180))
    big = f"def grand(total):\n{lines}\n    return total\n"
    (repo / "calc.py").write_text(f"def add(a, b):\n    return a - b\n\n\n{big}")
    both = "```python\ndef add(a, b):\n    return a + b\n\n\ndef grand(total):\n    return total\n```"
    session = search(make_session, both, agent_verify=None)
    session.run("The function add in calc.py subtracts. Fix it.")
    assert (repo / "calc.py").read_text() == f"def add(a, b):\n    return a + b\n\n\n{big}"


def test_what_should_have_raised_is_shown() -> None:
    test = "def test_play():\n    with pytest.raises(ValueError, match='late'):\n\n        play(1)\n        play(2)\n"
    head = "    def test_play():\n>       with pytest.raises(ValueError, match='late'):\n"
    output = f"{head}E       Failed: DID NOT RAISE ValueError\ntests/test_play.py:2: Failed"
    lines = with_raising(output, {"tests/test_play.py": test}.__getitem__).split("\n")
    assert lines[2:4] == ["            play(1)", "            play(2)"]
    assert lines[:2] + lines[4:] == output.split("\n")
    for same in (output.replace(":2:", ":1:"), output.replace("DID NOT RAISE", "raised"), "E   no test"):
        assert with_raising(same, lambda path: test) == same


def test_where_values_are_cut_the_first_difference_is_shown() -> None:
    def shown(values: str) -> str:
        error = f"E       AssertionError: assert {values}\nE         \nE         At index 2 diff: 3 != 4\n"
        output = f"___ test_f ___\n\n    def test_f():\n>       assert f() == 1\n{error}\nt.py:2: AssertionError\n"
        return excerpt(output, TestFailure("t.py::test_f", "t.py", 2, ""))

    assert "At index 2 diff: 3 != 4" in shown("[1, 2...] == [1, 2...]")
    assert "At index" not in shown("[1, 2, 3] == [1, 2, 4]")


def test_a_short_class_without_methods_is_not_folded() -> None:
    fields = "class Entry:\n    plant: str\n    day: date\n    ml: int\n    room: str\n"
    body = "".join(f"    x = {n}\n" for n in range(90))
    shown = view("a.py", f"{fields}\n\ndef f(x):\n{body}\n\ndef g(x):\n{body}", ("g",), budget=1200)
    assert fields in shown
    assert "def f(x):\n    ..." in shown
