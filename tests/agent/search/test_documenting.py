"""Docstrings: what is documented, what is taken from a reply, and that nothing else changes."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from agent_runtime.agent.replay import replay
from agent_runtime.agent.search.documenting import asked_for, docstring_of, with_docstring
from agent_runtime.agent.search.telling import Raised, facts, points, raised
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession
from tests.agent.search.test_search import search

CODE = """\
import re


def add(a, b):
    return a + b


class Book:
    @property
    def total(self):
        # the sum
        return 3

    def name(self): return "x"


def old():
    '''Old words here.'''
    return 1
"""
DONE = '```python\n"""The sum of both numbers."""\n```'


@pytest.mark.parametrize(
    ("task", "wanted"),
    [
        ("Write a docstring for add.", True),
        ("add has no docstrings", True),
        ("Write pytest tests for what the docstring of add promises", False),
        ("Fix add", False),
        ("Fix add and mend its docstring", False),
        ("Add a function mul with a docstring to calc.py", False),
        ("Write a parse_all function with a docstring", False),
        ("Add type hints and docstrings to calc.py", False),
        ("Write docstrings for all functions in calc.py", True),
    ],
)
def test_when_docstrings_are_asked_for(task: str, wanted: bool) -> None:
    assert asked_for(task) is wanted


@pytest.mark.parametrize(
    ("reply", "docstring"),
    [
        (DONE, "The sum of both numbers."),
        ('"""The sum\n    of both."""', "The sum\nof both."),
        ('```python\ndef add(a, b):\n    """The sum."""\n    return 0\n```', "The sum."),
        ('```python\ndef add(a, b):\n"""The sum."""\n```', "The sum."),
        ("```python\ndef add(a, b):\n    return a\n```", ""),
        ("Returns `True` if both\n    are numbers.", "Returns `True` if both\nare numbers."),
        ("I apologize, but I can't assist with that.", ""),
        ("Here is the docstring", ""),
        ("def add(a, b)\n    nothing", ""),
        ("", ""),
    ],
)
def test_what_is_taken_from_a_reply(reply: str, docstring: str) -> None:
    assert docstring_of(reply, "add") == docstring


@pytest.mark.parametrize("label", ["add", "Book", "Book.total", "old"])
@pytest.mark.parametrize("docstring", ["Short.", "First.\n\n>>> 1\n1", 'Ends with a "quote"', "Back\\slash", "x " * 60])
def test_only_the_docstring_changes(label: str, docstring: str) -> None:
    new = with_docstring(CODE, label, docstring.strip())
    assert new is not None
    found = {
        node.name: ast.get_docstring(node)
        for node in ast.walk(ast.parse(new))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    assert (found[label.rpartition(".")[2]] or "").strip() == docstring.strip()
    assert [line for line in CODE.split("\n") if line not in new.split("\n")] == (
        ["    '''Old words here.'''"] if label == "old" else []
    )


def test_where_none_can_be_put() -> None:
    assert with_docstring(CODE, "Book.name", "Words.") is None
    assert with_docstring(CODE, "nothing", "Words.") is None
    assert with_docstring("def f(:", "f", "Words.") is None


def test_a_reply_cannot_change_the_code(make_session: MakeSession, repo: Path) -> None:
    (repo / "calc.py").write_text(CODE)
    changed = '```python\ndef add(a, b):\n    """The sum of both."""\n    return a - b\n```'
    with search(make_session, changed, agent_verify=None) as session:
        result = session.run("Write a docstring for add in calc.py. Change nothing else.")
    assert result.outcome is Outcome.CLAIMED
    assert (repo / "calc.py").read_text() == CODE.replace(
        "    return a + b", '    """The sum of both."""\n    return a + b'
    )
    assert replay(result.run_dir).divergence is None


def test_each_named_function_gets_one(make_session: MakeSession, repo: Path) -> None:
    (repo / "calc.py").write_text(CODE)
    (repo / "more.py").write_text("def more_of(a):\n    return a\n")
    session = search(make_session, "Sure, no", DONE, DONE, agent_verify=None)
    session.run("Book.total in calc.py and more_of in more.py have no docstrings. Write one for each.")
    assert (repo / "calc.py").read_text().count("The sum of both numbers.") == 1
    assert "The sum of both numbers." in (repo / "more.py").read_text()


def test_examples_must_hold(make_session: MakeSession, repo: Path) -> None:
    (repo / "calc.py").write_text(CODE)
    ends = ("", "\n\n>>> add(1, 2)\n4\n", "\n\n>>> add(1, 2)\n3\n")
    none, wrong, right = (f'```python\n"""The sum of both.{end}"""\n```' for end in ends)
    session = search(make_session, none, wrong, right, agent_verify=None)
    session.run("Write a docstring for add in calc.py with an example that doctest accepts.")
    assert ">>> add(1, 2)\n    3\n" in (repo / "calc.py").read_text()


def test_all_that_lack_one(make_session: MakeSession, repo: Path) -> None:
    (repo / "calc.py").write_text(CODE)
    session = search(make_session, *[DONE] * 3, agent_verify=None)
    session.run("Write a docstring for each function and class in calc.py that lacks one.")
    text = (repo / "calc.py").read_text()
    assert (text.count("The sum of both numbers."), "Old words here." in text) == (3, True)


def test_a_function_that_is_called_as_the_task_begins_is_not_meant(make_session: MakeSession, repo: Path) -> None:
    (repo / "calc.py").write_text(CODE)
    session = search(make_session, DONE, agent_verify=None)
    session.run("Please add a docstring to Book.total.")
    text = (repo / "calc.py").read_text()
    assert ("def add(a, b):\n    return" in text, text.count("The sum of both numbers.")) == (True, 1)


@pytest.mark.parametrize("second", ['"""The sum of a and b, a first."""', '"""Adds both numbers again."""'])
def test_parameters_that_the_task_marks_are_spoken_of(make_session: MakeSession, repo: Path, second: str) -> None:
    """The first reply that does is taken; where none does, the first one."""
    (repo / "calc.py").write_text(CODE)
    session = search(make_session, *[f"```python\n{text}\n```" for text in ('"""The sum of both."""', second, second)])
    result = session.run("Write a docstring for `add` in calc.py that says what `b` and `x` are.")
    assert result.outcome is Outcome.CLAIMED, result.verification
    first = '"""The sum of both."""'
    assert (second if " b," in second else first) in (repo / "calc.py").read_text()
    asked = session.model.prompts[0][-1].content  # type: ignore[union-attr]
    assert "It speaks of `b`." in asked


def test_the_reply_that_says_most_is_taken(make_session: MakeSession, repo: Path) -> None:
    (repo / "cards.py").write_text(
        "def merge(first, second):\n    if first.birthday != second.birthday:\n        raise CardError('two of them')\n"
        "    return first.phones + second.phones\n"
    )
    session = search(
        make_session,
        '"""Merges two cards, and raises an error if the names differ."""',
        '"""The phones of both cards. Raises CardError when their birthdays differ."""',
        '"""Something about phones."""',
        agent_verify=None,
    )
    session.run("Give the function merge a docstring that says what happens to phones and when CardError is raised.")
    assert '"""The phones of both cards. Raises CardError when' in (repo / "cards.py").read_text()


def test_when_an_error_is_raised_is_told() -> None:
    node = ast.parse(
        "def f(a):\n    if a.day < 1:\n        raise errors.DayError(a)\n"
        "    if not a:\n        log()\n        raise KeyError\n    if a:\n        return 1\n    raise ValueError"
    ).body[0]
    found = raised(node, "say when it raises an error")
    assert found == [Raised("errors.DayError", "a.day < 1", ("day",)), Raised("KeyError", "not a", ("a",))]
    assert facts("f", found) == " f raises errors.DayError if `a.day < 1`. f raises KeyError if `not a`."
    assert raised(node, "say what it gives") == []
    assert points("The day, or KeyError.", "of the day", "a.day", [], found[:1]) == (2, 3)
