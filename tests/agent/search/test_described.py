"""Examples in docstrings: of which functions they are taken, and that they decide which candidate is proposed."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession, code
from tests.agent.search.test_search import search, verdicts

STUB = '''def spread(values):
    """How far values reach.

    >>> spread([3, 1, 5])
    4
    >>> spread([])
    0
    >>> spread(None)
    Traceback (most recent call last):
        ...
    TypeError: no values
    """
'''
RIGHT = """    if values is None:
        raise TypeError("no values")
    return max(values) - min(values) if values else 0
"""


def reply(body: str) -> str:
    return f"```python\n{STUB}{body}```"


def test_a_stub_has_to_hold_what_its_docstring_says(make_session: MakeSession, repo: Path) -> None:
    (repo / "numbers_of.py").write_text(STUB)
    nearly = reply("    return max(values) - min(values) if values else 0\n")
    wrong = reply("    return max(values)\n")
    session = search(make_session, wrong, nearly, reply(RIGHT), reply(RIGHT), agent_verify=None)
    result = session.run("Complete numbers_of.py.")
    assert verdicts(session)[-1] == "passed"
    assert result.outcome is Outcome.CLAIMED
    assert (repo / "numbers_of.py").read_text() == STUB + RIGHT


def test_an_answer_made_for_the_examples_does_not_win(make_session: MakeSession, repo: Path) -> None:
    (repo / "numbers_of.py").write_text(STUB)
    cheat = reply(
        "    if values is None:\n        raise TypeError\n    if values == [3, 1, 5]:\n        return 4\n    return 0\n"
    )
    session = search(make_session, cheat, reply(RIGHT), agent_verify=None)
    session.run("Complete the function spread in numbers_of.py.")
    assert verdicts(session)[:2] == ["suspicious", "passed"]


def test_what_a_docstring_says_stays_right(make_session: MakeSession, repo: Path) -> None:
    """One example fails; a change that breaks the other one is no solution."""
    (repo / "numbers_of.py").write_text(STUB + RIGHT.replace(" if values else 0", ""))
    broken = reply(RIGHT.replace("max(values) - min(values) if values else", "0 if values is not None else"))
    session = search(make_session, broken, reply(RIGHT), agent_verify=None)
    session.run("spread() in numbers_of.py fails for an empty list.")
    assert verdicts(session)[:2] == ["failed", "passed"]


@pytest.mark.parametrize(
    ("task", "value"),
    [
        ("spread([]) in numbers_of.py must be None.", "None"),  # what the task tells comes first
        ("Let spread() in numbers_of.py give another number for an empty list.", "-1"),
    ],
)
def test_a_docstring_that_holds_may_be_what_changes(
    make_session: MakeSession, repo: Path, task: str, value: str
) -> None:
    """A docstring that says otherwise is to be changed too; until it is, it decides nothing."""
    (repo / "numbers_of.py").write_text(STUB + RIGHT)
    session = search(make_session, reply(RIGHT.replace("else 0", f"else {value}")), agent_verify=None)
    session.run(task)
    assert verdicts(session) == ["passed"]
    assert f"else {value}" in (repo / "numbers_of.py").read_text()


def test_a_function_that_the_task_does_not_name_is_left_alone(make_session: MakeSession, repo: Path) -> None:
    (repo / "numbers_of.py").write_text(STUB)
    (repo / "words.py").write_text("def twice(text):\n    return text\n")
    right = "```python\ndef twice(text):\n    return text * 2\n```"
    session = search(make_session, right, code('final_answer("no")'), agent_verify=None)
    session.run('twice("a") in words.py must be "aa".')
    assert verdicts(session) == ["passed"]


def test_it_is_found_without_the_name_of_its_file(make_session: MakeSession, repo: Path) -> None:
    (repo / "pkg" / "numbers_of.py").write_text(STUB + "\n\ndef other():\n    return 1\n")
    (repo / "words.py").write_text("def twice(text):\n    return text\n")
    session = search(make_session, reply("    return 4\n"), reply(RIGHT), agent_verify=None)
    session.run("Complete the function spread.")
    assert verdicts(session) == ["failed", "passed"]
