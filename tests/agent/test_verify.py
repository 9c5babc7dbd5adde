"""Done means verified: real checks in the real sandbox, before the first change and after the last."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agent_runtime.agent.session import Session
from agent_runtime.agent.wishes import only_asks, wants_change
from agent_runtime.config import Settings
from agent_runtime.governance.approval import DenyAll
from agent_runtime.governance.policy import Policy
from agent_runtime.models.scripted import ScriptedModel
from agent_runtime.types import Check, CommandRun, FileStat, Outcome, RunResult
from tests.agent.conftest import MakeSession, code

TEST = (
    "import unittest\nfrom calc import add\n\n\nclass T(unittest.TestCase):\n"
    "    def test_add(self):\n        self.assertEqual(add(2, 3), 5)\n"
)
OTHER = "\n    def test_old(self):\n        self.fail('broken for years')\n"
COMMAND = "python -m unittest"
MEND = code(
    "p = propose_patch('calc.py', old='a - b', new='a + b')\napply_patch(p['patch_id'])\nfinal_answer('It works.')"
)
DONE = code("final_answer('It works.')")


def patch(path: str, old: str, new: str) -> str:
    return f"p = propose_patch({path!r}, old={old!r}, new={new!r})\napply_patch(p['patch_id'])\n"


@pytest.fixture
def calc(repo: Path) -> Path:
    (repo / "calc.py").write_text("def add(a, b):\n    return a - b\n")
    (repo / "test_calc.py").write_text(TEST)
    return repo


def run(make_session: MakeSession, task: str, *replies: str, **settings: Any) -> RunResult:
    session = make_session(list(replies), agent_mode="auto", **settings)
    result = session.run(task)
    run.told = [prompt[-1].content for prompt in session.model.prompts]  # type: ignore[union-attr,attr-defined]
    return result


def statuses(result: RunResult) -> list[tuple[str, str, int, int]]:
    return [(check.when, check.status, check.passed, check.failed) for check in result.checks]


def test_a_found_check_makes_a_run_verified(make_session: MakeSession, calc: Path) -> None:
    result = run(make_session, "fix add in calc.py", MEND)
    assert (result.outcome, result.exit_code) == (Outcome.VERIFIED, 0)
    assert statuses(result) == [("before", "failed", 0, 1), ("after", "passed", 1, 0)]
    assert result.files == (FileStat("calc.py", "modified", 1, 1),)
    assert "+    return a + b" in result.diff
    assert result.commands == (CommandRun(COMMAND, 1), CommandRun(COMMAND, 0))
    assert "Ran 1 test" in (result.run_dir / result.checks[1].output).read_text()
    kept = json.loads((result.run_dir / "result.json").read_text())
    assert (kept["outcome"], kept["checks"][1]["status"], kept["files"][0]["path"]) == ("verified", "passed", "calc.py")


def test_a_false_claim_is_sent_back_with_the_failure(make_session: MakeSession, calc: Path) -> None:
    wrong = code(patch("calc.py", "a - b", "a * b") + "final_answer('It works.')")
    right = code(patch("calc.py", "a * b", "a + b") + "final_answer('Now it works.')")
    result = run(make_session, "fix add in calc.py", wrong, right)
    assert (result.outcome, result.answer) == (Outcome.VERIFIED, "Now it works.")
    told = run.told[1]  # type: ignore[attr-defined]
    assert "Not done: the check `python -m unittest` fails" in told
    assert "test_add" in told
    assert "6 != 5" in told
    assert len(told) < 2500


def test_a_run_that_never_passes_has_failed(make_session: MakeSession, calc: Path) -> None:
    wrong = code(patch("calc.py", "a - b", "a * b") + "final_answer('It works.')")
    result = run(make_session, "make the tests pass", wrong, DONE, agent_max_steps=2)
    assert (result.outcome, result.exit_code, result.answer) == (Outcome.FAILED, 3, None)
    assert "python -m unittest" in (result.error or "")
    assert "--max-steps" in (result.error or "")


def test_repeating_the_claim_ends_as_failed(make_session: MakeSession, calc: Path) -> None:
    result = run(make_session, "make the tests pass", *[DONE] * 6)
    assert (result.outcome, result.steps) == (Outcome.FAILED, 4)


def test_the_limit_without_a_claim_is_the_limit(make_session: MakeSession, calc: Path) -> None:
    result = run(make_session, "fix add", code(patch("calc.py", "a - b", "a * b")), agent_max_steps=1)
    assert (result.outcome, result.exit_code) == (Outcome.LIMIT, 6)
    assert result.files == (FileStat("calc.py", "modified", 1, 1),)


def test_an_old_failure_is_shown_and_not_counted_as_verified(make_session: MakeSession, calc: Path) -> None:
    (calc / "test_calc.py").write_text(TEST + OTHER)
    result = run(make_session, "fix add in calc.py", MEND, code("final_answer('test_old is not mine.')"))
    assert (result.outcome, result.answer) == (Outcome.CLAIMED, "test_old is not mine.")
    assert "failed before your change too" in run.told[1]  # type: ignore[attr-defined]
    assert "nothing fails that did not fail before" in result.verification
    assert statuses(result) == [("before", "failed", 0, 2), ("after", "failed", 1, 1)]


def test_a_named_check_must_pass_though_it_failed_before(make_session: MakeSession, calc: Path) -> None:
    (calc / "test_calc.py").write_text(TEST + OTHER)
    result = run(make_session, "fix add", MEND, *[DONE] * 5, agent_verify=COMMAND)
    assert result.outcome is Outcome.FAILED


def test_a_new_failure_is_never_let_through(make_session: MakeSession, calc: Path) -> None:
    (calc / "calc.py").write_text("def add(a, b):\n    return a + b\n")
    (calc / "test_calc.py").write_text(TEST + OTHER)
    result = run(
        make_session, "speed add up", code(patch("calc.py", "a + b", "a * b") + "final_answer(1)"), *[DONE] * 5
    )
    assert result.outcome is Outcome.FAILED


def test_a_question_needs_no_check(make_session: MakeSession, calc: Path) -> None:
    for task in ("Which tests are there?", "List all Python files in this repo", "What does add do?"):
        for settings in ({}, {"agent_verify": COMMAND}):
            result = run(make_session, task, DONE, **settings)
            assert (result.outcome, result.checks, result.commands) == (Outcome.ANSWERED, (), ())


def test_nothing_changed_is_not_done(make_session: MakeSession, calc: Path) -> None:
    result = run(make_session, "Please rename add to plus.", code("final_answer('I renamed it.')"), DONE)
    assert result.outcome is Outcome.CLAIMED
    assert result.exit_code == 3
    assert "no file was changed" in result.verification
    told = run.told  # type: ignore[attr-defined]
    assert "no file was changed" in told[1]
    then = run(make_session, "Please fix add.", code("final_answer('I fixed it.')"), MEND)
    assert then.outcome is Outcome.VERIFIED
    told.clear()
    passing = run(make_session, "Add should also take three numbers.", DONE, DONE, agent_verify="true")
    assert passing.outcome is Outcome.CLAIMED
    assert "no file was changed" in passing.verification


@pytest.mark.parametrize(
    ("task", "wanted"),
    [
        ("Fix add", True),
        ("could you rename it?", True),
        ("Look at calc.py and fix add", True),
        ("Write a test for add", True),
        ("Give slugify an optional parameter", True),
        ("Give `linkwatch check` an option `--ignore PATTERN` that can be given several times", True),
        ("Give the report command a new option --short", True),
        ("Give the first of the functions that have an argument", False),
        ("Give the function slugify a docstring that says what it does", True),
        ("Give the class of a card", False),
        ("Give a summary of add", False),
        ("Give me an overview", False),
        ("Make greet.py say Hi", True),
        ("Complete the function add in calc.py.", True),
        ("Finish calc.py", True),
        ("Fill me in on the files here", False),
        ("Complete the sentence: two and two is", False),
        ("Write a summary of this repository", False),
        ("Make a list of the modules you find", False),
        ("How do I fix add?", False),
        ("List the files that were added and updated", False),
        ("Which commit fixed add?", False),
        ("The order is lost. It should not matter when I enter things.", True),
        ("What should add return?", False),
        ("Which file is the largest? The answer should be short.", False),
        ("You should know that I like it.", False),
    ],
)
def test_what_asks_for_a_change(task: str, wanted: bool) -> None:
    assert wants_change(task) is wanted


@pytest.mark.parametrize(
    ("task", "asks"),
    [
        ("When add is called twice, the second call also has the numbers of the first.", False),
        ("When the file is missing the command crashes.", False),
        ("When is add called", True),
        ("When I call add, what happens?", True),
        ("Give the function add a docstring that says what it does.", False),
        ("Give the function that adds.", True),
        ("Give `app check` an option `--ignore`: it leaves lines out.", False),
        ("Could `python -m shop report` end with one more line, such as `sold: 3`?", False),
        ("Could it be that add returns a string?", True),
        ("Can add take three numbers?", True),
        ("How many rows does add read? Just give me the number.", True),
        ("Just give the function add a docstring.", False),
        ("Simply fix add.", False),
    ],
)
def test_what_only_asks(task: str, asks: bool) -> None:
    assert only_asks(task) is asks


def test_what_was_already_done_is_still_checked(make_session: MakeSession, calc: Path) -> None:
    (calc / "calc.py").write_text("def add(a, b):\n    return a + b\n")
    assert run(make_session, "make the tests pass", DONE).outcome is Outcome.VERIFIED


def test_words_only_need_no_tests(make_session: MakeSession, calc: Path) -> None:
    result = run(make_session, "improve the readme", code(patch("README.md", "# Example", "# Sum") + "final_answer(1)"))
    assert (result.outcome, result.checks) == (Outcome.CLAIMED, ())


RENAMED = TEST.replace("5)", "-1)")
RUNNER = "print('Ran 1 test in 0.1s')\nprint()\nprint('OK')\n"
APPLY = "apply_patch(p['patch_id'])\n"


@pytest.mark.parametrize(
    ("change", "warning"),
    [
        (patch("test_calc.py", "add(2, 3), 5", "add(2, 3), -1"), "test_calc.py was changed"),
        (
            patch("test_calc.py", "    def test_add", "    @unittest.skip('x')\n    def test_add"),
            "test_calc.py was skipped",
        ),
        (
            f"run_cmd('rm test_calc.py')\np = write_file('test_new.py', {RENAMED!r})\n{APPLY}",
            "test_calc.py was deleted",
        ),
        (f"p = write_file('unittest.py', {RUNNER!r})\n{APPLY}", "unittest.py was created"),
        (
            f"p = write_file('Makefile', 'test:\\n\\ttrue\\n')\n{APPLY}" + patch("calc.py", "a - b", "a * b"),
            None,
        ),
    ],
)
def test_touched_tests_do_not_count(make_session: MakeSession, calc: Path, change: str, warning: str | None) -> None:
    result = run(make_session, "fix add in calc.py", code(change + "final_answer('It works.')"), *[DONE] * 5)
    assert result.outcome in (Outcome.CLAIMED, Outcome.FAILED)
    assert result.exit_code == 3
    if warning is not None:
        assert any(warning in line for line in result.warnings), (result.warnings, result.verification)
        assert result.outcome is Outcome.CLAIMED


def test_tests_that_were_asked_for_count(make_session: MakeSession, calc: Path) -> None:
    change = patch(
        "test_calc.py",
        "    def test_add",
        "    def test_zero(self):\n        self.assertEqual(add(0, 0), 0)\n\n    def test_add",
    )
    result = run(make_session, "Fix add and add a unit test for zero", code(change), MEND)
    assert (result.outcome, result.warnings) == (Outcome.VERIFIED, ())
    (calc / "calc.py").write_text("def add(a, b):\n    return a - b\n")
    (calc / "test_calc.py").write_text(TEST)
    named = run(
        make_session,
        "Fix calc.py. Rename test_add in test_calc.py to test_sum.",
        code(patch("test_calc.py", "test_add", "test_sum")),
        MEND,
    )
    assert (named.outcome, named.warnings) == (Outcome.VERIFIED, ())


@pytest.mark.parametrize("task", ["make test_calc.py pass", "fix the failing tests", "Make the tests green."])
def test_fixing_tests_is_no_leave_to_change_them(make_session: MakeSession, calc: Path, task: str) -> None:
    change = patch("test_calc.py", "add(2, 3), 5", "add(2, 3), -1")
    result = run(make_session, task, code(change + "final_answer('It works.')"))
    assert (result.outcome, len(result.warnings)) == (Outcome.CLAIMED, 1)


@pytest.mark.parametrize("command", ["no-such-program --now", "python -m pytest_is_not_here"])
def test_a_check_that_cannot_run_verifies_nothing(make_session: MakeSession, calc: Path, command: str) -> None:
    result = run(make_session, "fix add", MEND, *[DONE] * 5, agent_verify=command)
    assert result.outcome in (Outcome.CLAIMED, Outcome.FAILED)
    assert result.exit_code == 3


def test_a_check_nobody_allows_is_not_run(calc: Path) -> None:
    settings = Settings(phoenix_enabled=False, agent_mode="auto-edit", agent_verify="./check.sh")
    (calc / "check.sh").write_text("exit 0\n")
    model = ScriptedModel([MEND])
    with Session(calc, settings=settings, approver=DenyAll(), policy=Policy.load(calc), model=model) as session:
        result = session.run("fix add")
    assert (result.outcome, [check.status for check in result.checks]) == (Outcome.CLAIMED, ["not run", "not run"])
    assert "needs an approval" in result.verification
    assert result.answer == "It works."


def test_a_denied_check_is_not_run(make_session: MakeSession, calc: Path) -> None:
    result = run(make_session, "fix add", MEND, agent_verify="sudo true")
    assert result.outcome is Outcome.CLAIMED
    assert isinstance(result.checks[-1], Check)
    assert result.checks[-1].status == "not run"


def test_a_check_that_hides_its_exit_code_is_read(make_session: MakeSession, calc: Path) -> None:
    result = run(make_session, "say Hi", DONE, *[DONE] * 4, agent_verify=f"{COMMAND} 2>&1 | cat")
    assert result.outcome is Outcome.FAILED


def test_the_first_failure_stands_in_the_first_message(make_session: MakeSession, calc: Path) -> None:
    (calc / "test_calc.py").write_text(TEST + OTHER)
    result = run(make_session, "Mend add in calc.py", MEND, DONE, agent_verify=COMMAND)
    first = run.told[0]  # type: ignore[attr-defined]
    assert first.startswith(f"Task: Mend add in calc.py\n\nThe check `{COMMAND}` fails (2 failed):\n- ")
    assert "-1 != 5" in first
    assert "broken for years" not in first
    assert statuses(result)[0] == ("before", "failed", 0, 2)  # and is not run twice
    assert len(result.checks) == 2


@pytest.mark.parametrize(
    ("task", "settings"),
    [
        ("What does add return?", {"agent_verify": COMMAND}),
        ("Add a docstring to add in calc.py", {}),
        ("Make the tests pass", {"agent_mode": "plan"}),
    ],
)
def test_no_check_is_run_early_where_the_task_needs_none(
    make_session: MakeSession, calc: Path, task: str, settings: dict[str, Any]
) -> None:
    session = make_session([code("final_answer('I looked.')")] * 2, **{"agent_mode": "auto", **settings})
    session.run(task)
    assert session.model.prompts[0][-1].content == f"Task: {task}"  # type: ignore[union-attr]


def test_a_found_check_is_run_early_when_the_task_is_about_it(make_session: MakeSession, calc: Path) -> None:
    run(make_session, "Make the failing test pass", MEND)
    assert "-1 != 5" in run.told[0]  # type: ignore[attr-defined]
