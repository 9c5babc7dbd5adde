"""Other ways to write a change that pass weak tests by chance."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from agent_runtime.agent.search.chance import MAX_LESS, MAX_TERMS, by_chance
from agent_runtime.agent.search.turning import turns
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession
from tests.agent.search.test_search import search

OLD = """def cast_on(width, multiple, edge=0):
    stitches = width * 2
    repeats = max(1, round(stitches / multiple))
    return repeats * multiple + edge
"""
NEW = OLD.replace("multiple + edge", "multiple - edge")


def versions(old: str, new: str) -> str:
    found = by_chance(old, new)
    for text in found:
        ast.parse(text)
        assert text not in (old, new)
    return "\n".join(found)


@pytest.mark.parametrize(
    "line",
    [
        "return (repeats * multiple + edge - multiple)",
        "return (repeats * multiple + edge + width)",
        "repeats = max(1, round((stitches - edge) / multiple))",
        "repeats = max(1, round((stitches / multiple - edge)))",
    ],
)
def test_a_term_more_of_what_is_in_reach(line: str) -> None:
    assert line in versions(OLD, NEW)


def test_what_was_exchanged_comes_back_beside_the_new() -> None:
    old = "def left(n, row):\n    return n - used(row.before)\n"
    found = versions(old, old.replace("before", "after"))
    assert "return (n - used(row.after) - used(row.before))" in found
    assert "return (n - used(row.after) - n)" not in found


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("return x", "return (x.a, x.b)", "return (x.a,)"),
        ("return x", "return [x.a, x.b]", "return [x.b]"),
        ("return x", "return x.a and x.b", "return (x.a)"),
        ("y = sorted(x)", "y = sorted(x, key=lambda z: (z, -z))", "y = sorted(x, key=lambda z: (-z,))"),
    ],
)
def test_one_element_or_condition_less(old: str, new: str, line: str) -> None:
    assert line in versions(f"def f(x):\n    {old}\n", f"def f(x):\n    {new}\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "def f(x):\n    return x + 1\n"),
        (OLD, OLD),
        ("def f(x):\n    return x\n", "def f(x):\n    return g(x)\n"),
        ("def", OLD),
    ],
    ids=["new", "same", "nothing computed", "no code"],
)
def test_there_may_be_none(old: str, new: str) -> None:
    assert by_chance(old, new) == []


WASH = """class Wash:
    hive: str
    day: int
    mites: int
    bees: int
    by: str

    @property
    def rate(self):
        return self.mites / self.bees


def worst(washes):
    return max(washes, key=lambda wash: wash.mites)
"""


def test_another_attribute_of_the_class() -> None:
    found = versions(WASH, WASH.replace("wash.mites)", "wash.hive)"))
    for name in ("rate", "day", "by"):
        assert f"wash.{name})" in found
    assert "wash.mites)" not in found
    assert any("wash.rate)" in text for text in turns(WASH, "worst", 32))


def test_there_is_an_end() -> None:
    names = ", ".join(f"a{n}" for n in range(40))
    old = f"def f({names}):\n    return a1 + a2\n"
    assert len(by_chance(old, f"def f({names}):\n    return ({names})\n")) <= MAX_TERMS + MAX_LESS


TESTS = """from knit import cast_on


def test_plain():
    assert cast_on(50, 4) == 100


def test_edge():
    assert cast_on(50, 4, edge=2) == 98
"""
MORE = "\n\ndef test_more():\n    assert cast_on(50, 4, edge=10) == 90\n    assert cast_on(3, 4, edge=1) == 7\n"


@pytest.mark.usefixtures("model_first")
@pytest.mark.parametrize(("more", "doubted"), [("", True), (MORE, False)], ids=["one example", "several"])
def test_a_sum_that_is_right_by_chance_is_claimed(
    make_session: MakeSession, repo: Path, more: str, doubted: bool
) -> None:
    (repo / "knit.py").write_text(OLD)
    (repo / "test_knit.py").write_text(TESTS + more)
    result = search(make_session, *[f"```python\n{NEW}```"] * 40).run("cast_on is wrong with an edge. Fix it.")
    assert (result.outcome is Outcome.CLAIMED) is doubted, result.verification
