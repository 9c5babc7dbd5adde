"""Attributes that hide methods, and variables that hide functions."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.agent.search.shadowing import unshadowed
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession
from tests.agent.search.test_search import search, verdicts

HIDDEN = """class School:
    def __init__(self):
        self.added = []; ä = self.added

    def add(self, name):
        self.added.append(name)

    def added(self):
        return self.added
"""


def test_it_gets_another_name() -> None:
    assert unshadowed("", HIDDEN) == HIDDEN.replace("self.added", "self._added")


@pytest.mark.parametrize(
    "code",
    [
        HIDDEN.replace("    def added", "    @property\n    def added"),
        HIDDEN.replace("def added", "def got"),
        HIDDEN.replace("self.added.append(name)", "self._added = self.added"),
        HIDDEN.replace("self.added = []", "self.names = []"),
        "class A(:\n",
    ],
)
def test_what_hides_nothing_stays(code: str) -> None:
    assert unshadowed("", code) == code


def test_what_is_called_is_the_method() -> None:
    code = HIDDEN.replace("append(name)", "append(len(self.added()))")
    assert unshadowed("", code) == HIDDEN.replace("self.added", "self._added").replace(
        "append(name)", "append(len(self.added()))"
    )


def test_what_was_so_before_stays() -> None:
    assert unshadowed(HIDDEN, HIDDEN + "\n") == HIDDEN + "\n"


VARIABLE = """from games import outcomes, points


def total(games):
    return len(games)


def form(games, points, last):
    outcomes = outcomes(games)[-last:]
    if outcomes and total(games):
        points = points(games)
    return f"{last}", outcomes(games), [*outcomes, "ä" + outcomes[0]]
"""


def test_a_variable_that_hides_its_function_gets_another_name() -> None:
    expected = VARIABLE.replace("outcomes = ", "outcomes_ = ").replace("if outcomes", "if outcomes_")
    expected = expected.replace("*outcomes", "*outcomes_").replace("outcomes[0]", "outcomes_[0]")
    assert unshadowed("", VARIABLE) == expected
    assert unshadowed(VARIABLE, VARIABLE + "\n") == VARIABLE + "\n"


@pytest.mark.parametrize(
    "code",
    [
        "def f(a):\n    g = g(a)\n    return g\n",  # nothing is called so
        "def g(a): ...\n\n\ndef f(a):\n    g = a\n    return g\n",
        "def g(a): ...\n\n\ndef f(a):\n    g = g(a)\n    g_ = 1\n    return g\n",
        "def g(a): ...\n\n\ndef f(a):\n    g = a['x']\n    g = g(a)\n    return g\n",
        "def g(a): ...\n\n\ndef f(a):\n    for g in a:\n        g = g(a)\n    return g\n",
        "def g(a): ...\n\n\ndef f(a):\n    global g\n    g = g(a)\n    return g\n",
        "def g(a): ...\n\n\ndef f(a):\n    from b import g\n    g = g(a)\n    return g\n",
        "def g(a): ...\n\n\ndef f(a):\n    def h():\n        g = g(a)\n    return map(g, a)\n",
    ],
)
def test_other_variables_stay(code: str) -> None:
    assert unshadowed("", code) == code


def test_a_candidate_that_hides_a_method_is_tried_without(make_session: MakeSession, repo: Path) -> None:
    (repo / "school.py").write_text(
        "class School:\n    def add(self, name):\n        pass\n\n    def added(self):\n        pass\n"
    )
    (repo / "test_school.py").write_text(
        "from school import School\n\n\ndef test_added():\n    s = School()\n    s.add('Ann')\n"
        "    assert s.added() == ['Ann']\n    s.add('Bob')\n    assert s.added() == ['Ann', 'Bob']\n"
    )
    session = search(make_session, f"```python\n{HIDDEN}```".replace("; ä = self.added", ""))
    assert session.run("Implement School in school.py.").outcome is Outcome.VERIFIED
    assert verdicts(session) == ["passed"]
