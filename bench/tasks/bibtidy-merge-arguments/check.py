from copy import deepcopy

import pytest
from support import WORKSPACE, run_python

from bibtidy import Entry, merge


def entry(key, kind="book", **fields):
    return Entry(kind, key, fields)


CASES = [
    ([], [], []),
    ([entry("a", title="A")], [], [entry("a", title="A")]),
    ([], [entry("a", title="A")], [entry("a", title="A")]),
    ([entry("a", title="A")], [entry("a", year="2011")], [entry("a", title="A", year="2011")]),
    ([entry("a", title="A")], [entry("a", "misc", title="B", year="1")], [entry("a", title="A", year="1")]),
    ([entry("a", title="")], [entry("a", title="B")], [entry("a", title="")]),
    (
        [entry("b", title="B"), entry("a", title="A")],
        [entry("c", title="C"), entry("a", note="x"), entry("b", note="y")],
        [entry("b", title="B", note="y"), entry("a", title="A", note="x"), entry("c", title="C")],
    ),
    # the same key more than once in one of them
    ([entry("a", title="A"), entry("a", year="1")], [], [entry("a", title="A", year="1")]),
    ([], [entry("a", title="A"), entry("a", year="1")], [entry("a", title="A", year="1")]),
    (
        [entry("a", title="A")],
        [entry("a", year="1"), entry("a", year="2", note="x")],
        [entry("a", title="A", year="1", note="x")],
    ),
]


@pytest.mark.parametrize(("first", "second", "expected"), CASES)
def test_merge(first, second, expected):
    first, second = deepcopy(first), deepcopy(second)
    before = deepcopy((first, second))
    result = merge(first, second)
    assert result == expected
    assert isinstance(result, list)
    assert (first, second) == before
    assert merge(first, second) == expected


def test_one_after_the_other():
    shelf, more, last = [entry("a", title="A")], [entry("a", year="1")], [entry("a", note="x"), entry("b")]
    once = merge(shelf, more)
    twice = merge(once, last)
    assert shelf == [entry("a", title="A")]
    assert more == [entry("a", year="1")]
    assert once == [entry("a", title="A", year="1")]
    assert twice == [entry("a", title="A", year="1", note="x"), entry("b")]
    assert last == [entry("a", note="x"), entry("b")]


def test_command():
    data = WORKSPACE / "data"
    done = run_python("-m", "bibtidy", "merge", str(data / "garden.bib"), str(data / "more.bib"))
    assert done.returncode == 0
    assert done.stdout.count("@") == 4
    assert "  title = {Soil, sand},\n" in done.stdout
    assert "  volume = {7},\n" in done.stdout
