"""Which mentions of a plain word mean the function of that name."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.agent.search.mentions import renamed_mentions
from tests.agent.conftest import MakeSession
from tests.agent.search.test_search import search


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from book import lookup, other", "from book import find, other"),
        ("rows = [lookup(word) for word in words]", "rows = [find(word) for word in words]"),
        ("lookup = lookup or book.lookup", "find = find or book.find"),
        ('__all__ = ["lookup", "other"]', '__all__ = ["find", "other"]'),
        ('__all__ += ("lookup",)', '__all__ += ("find",)'),
        ('monkeypatch.setattr(book, "lookup", None)', 'monkeypatch.setattr(book, "find", None)'),
        ('patch("book.lookup")', 'patch("book.find")'),
        ('load("book:lookup")', 'load("book:find")'),
        ('ä = f"{lookup(1)!r} lookup"', 'ä = f"{find(1)!r} lookup"'),
        ('sub.add_parser("lookup", help="a quick lookup")', None),
        ('if command == "lookup": pass', None),
        ('ROWS = {"lookup": 1}', None),
        ("# a lookup is slow", None),
        ("# lookup() is slow, so is `lookup`", "# find() is slow, so is `find`"),
        ("lookups = lookup_all = 1", None),
        ("def lookup(:", None),
    ],
)
def test_python(before: str, after: str | None) -> None:
    assert renamed_mentions("a.py", f"{before}\n", "lookup", "find") == f"{before if after is None else after}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Call `lookup(book)` or `book.lookup`.", "Call `find(book)` or `book.find`."),
        ("    from book import lookup", "    from book import find"),
        ('lookup = "book:lookup"', 'lookup = "book:find"'),
        ("    python -m book lookup meyer", None),
        ("A lookup is slow; see lookup.md and look-lookup`", None),
    ],
)
def test_other_files(before: str, after: str | None) -> None:
    assert renamed_mentions("README.md", before, "lookup", "find") == (before if after is None else after)


def test_a_command_of_the_same_name_stays(make_session: MakeSession, repo: Path) -> None:
    (repo / "book.py").write_text("def lookup(word):\n    return word\n\n\nCOMMANDS = {'lookup': lookup}\n")
    (repo / "test_book.py").write_text(
        "from book import COMMANDS\n\n\ndef test_commands():\n    assert COMMANDS['lookup'](1) == 1\n"
    )
    search(make_session, "nothing").run("Rename the function `lookup` to `find`.")
    assert "COMMANDS = {'lookup': find}" in (repo / "book.py").read_text()
    assert "COMMANDS['lookup']" in (repo / "test_book.py").read_text()
