"""Defaults that all calls share are made anew in each."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from agent_runtime.agent.search.replacing import Source
from agent_runtime.agent.search.sharing import unshared, with_own_defaults
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession
from tests.agent.search.test_search import search

BOOK = """\
class Book:
    def __init__(self, rows=[], *, names={}):
        self._rows = rows
        self.names = dict(names)

    def add(self, row):
        self._rows.append(row)


def open_book(path):
    book = Book()
    book.add(path)
    return book
"""
OWN = BOOK.replace("rows=[]", "rows=None").replace(
    "        self._rows = rows\n", "        if rows is None:\n            rows = []\n        self._rows = rows\n"
)


def test_what_is_kept_is_made_anew() -> None:
    assert with_own_defaults(BOOK) == OWN


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        ("    rows.append(1)\n", True),
        ("    rows[0] = 1\n", True),
        ("    rows += [1]\n", True),
        ("    return rows\n", True),
        ("    return sorted(rows)\n", False),
        ("    return [row for row in rows]\n", False),
    ],
)
def test_what_is_only_read_stays(body: str, changed: bool) -> None:
    text = f"def f(rows=[]):\n{body}"
    assert (with_own_defaults(text) != text) is changed


def test_books_that_share_their_rows(make_session: MakeSession, repo: Path) -> None:
    (repo / "book.py").write_text(BOOK)
    (repo / "test_book.py").write_text("from book import Book\n\n\ndef test_book():\n    Book().add(1)\n")
    session = search(make_session, *["nothing"] * 20)
    result = session.run("When open_book is called twice, the second book also has the rows of the first one.")
    assert (repo / "book.py").read_text() == OWN
    assert result.outcome is Outcome.CLAIMED


def test_what_is_to_be_added_is_no_such_fault(make_session: MakeSession, repo: Path) -> None:
    (repo / "book.py").write_text(BOOK)
    session = search(make_session, *["nothing"] * 40, agent_verify=None)
    session.run("Add a method Book.remove, which also takes the same row out of the names.")
    assert (repo / "book.py").read_text() == BOOK


EXPAND = """def expand(text, variables, inside=None):
    inside = set() if inside is None else inside

    def value(match):
        name = match[1]
        if name in inside:
            raise ValueError(name)
        inside.add(name)
        return expand(variables[name], variables, inside)

    return VARIABLE.sub(value, text)
"""
WALK = """def walk(node, path):
    path.append(node.name)
    print(path)
    for each in node.children:
        walk(each, path)
"""


@pytest.mark.parametrize(
    ("text", "gone", "new"),
    [
        (EXPAND, "inside.add(name)", "return expand(variables[name], variables, inside | {name})"),
        (WALK, "path.append(node.name)", "walk(each, [*path, node.name])"),
        (WALK.replace("walk(each, path)", "other(each, path)"), "", ""),
        (WALK.replace("path.append(node.name)", "path.pop()"), "", ""),
    ],
    ids=["set", "list", "another function", "nothing added"],
)
def test_a_recursive_call_gets_what_was_added_in_a_collection_of_its_own(text: str, gone: str, new: str) -> None:
    tree = ast.parse(text)
    turns = [turn for turn in unshared(tree.body[0], tree, Source(text)) if turn.start > text.index(":")]
    versions = [text[: turn.start] + turn.new + text[turn.end :] for turn in turns]
    for version in versions:
        ast.parse(version)
    found = [version for version in versions if new and new in version]
    assert bool(found) is bool(new)
    assert all(gone not in version for version in found)
    assert new or not versions
