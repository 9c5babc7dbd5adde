"""What was renamed before the task, and where the old name still stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.renaming import Renamed, adapted, asked_for, left_over, renamed
from agent_runtime.config import Settings
from agent_runtime.governance.sandbox import Sandbox
from agent_runtime.governance.validation import PathGuard
from agent_runtime.tools.base import ToolContext
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession
from tests.agent.search.test_search import search, verdicts

FILES = {
    "cards/__init__.py": 'from cards.reader import read_cards\n\n__all__ = ["read_cards"]\n',
    "cards/importer.py": "def parse_cards(text):\n    return text.split()\n",
    "cards/cli.py": "from .reader import read_cards\n\n\ndef main(text):\n    return len(read_cards(text))\n",
    "cards/tool.py": "from cards import reader\n\n\ndef first(text):\n    return reader.read_cards(text)[0]\n",
    "README.md": "`cards/reader.py` has `read_cards()`; a proofreader reads.\n",
    "test_cards.py": "from cards.cli import main\n\n\ndef test_main():\n    assert main('a b') == 2\n",
}
TASK = "I have renamed cards/reader.py to cards/importer.py and its function read_cards to parse_cards. Mend the rest."
MODULE, NAME = Renamed("cards/reader.py", "cards/importer.py"), Renamed("read_cards", "parse_cards")


@pytest.fixture
def cards(repo: Path) -> Path:
    for path, text in FILES.items():
        (repo / path).parent.mkdir(exist_ok=True)
        (repo / path).write_text(text)
    return repo


@pytest.mark.parametrize(
    ("task", "pairs"),
    [
        (TASK, [MODULE, NAME]),
        ("Since `read_cards` was renamed to `parse_cards()`, nothing works.", [NAME]),
        ("read_cards has been renamed to parse_cards. Fix main.", [NAME]),
        ("read_cards should be renamed to parse_cards.", []),
        ("We renamed main to parse_cards.", []),  # main is still there
        ("We renamed read_cards to take_cards.", []),  # there is none
        ("We renamed cards/cli.py to cards/importer.py.", []),
        ("Rename read_cards to parse_cards.", []),
    ],
)
def test_what_a_task_says_was_renamed(make_session: MakeSession, cards: Path, task: str, pairs: list[Renamed]) -> None:
    assert (
        renamed(task, Locator(ToolContext(cards, Settings(), cards, PathGuard(cards), Sandbox(cards, backend="none"))))
        == pairs
    )


def test_what_has_the_old_names_gets_the_new_ones(make_session: MakeSession, cards: Path) -> None:
    session = search(make_session)
    result = session.run(TASK)
    assert result.outcome is Outcome.VERIFIED, (verdicts(session), result.verification)
    for path, text in FILES.items():
        changed = (cards / path).read_text()
        assert changed == re.sub(r"\breader\b", "importer", text.replace("read_cards", "parse_cards"))


def test_plain_words_stay(repo: Path) -> None:
    """A module at the top and a function, each called by a plain word."""
    files = {
        "parts.py": "def whole(text):\n    return text\n",
        "a.py": "import pieces\nfrom pieces import total, x\n\nboth = total(1) + pieces.total(2)\ntotal = 'total'\n",
        "b.py": "from x import (\n    total,\n)\n",
        "README.md": "The total of all pieces; see `pieces.py`.\n",
    }
    for path, text in files.items():
        (repo / path).write_text(text)
    locator = Locator(ToolContext(repo, Settings(), repo, PathGuard(repo), Sandbox(repo, backend="none")))
    pairs = renamed("I renamed pieces.py to parts.py and total to whole.", locator)
    assert pairs == [Renamed("pieces.py", "parts.py"), Renamed("total", "whole")]
    assert adapted(pairs, locator) == {
        "a.py": "import parts\nfrom parts import whole, x\n\nboth = whole(1) + parts.whole(2)\ntotal = 'total'\n",
        "README.md": "The total of all pieces; see `parts.py`.\n",
    }


def test_the_old_name_does_not_come_back(make_session: MakeSession, cards: Path) -> None:
    """A change that passes the check, but has the old module again; the renaming alone is not enough here."""
    (cards / "cards/importer.py").write_text(FILES["cards/importer.py"].replace("split()", "splitlines()"))
    back = "def read_cards(text):\n    return text.split()"
    session = search(make_session, f"cards/reader.py\n```python\n{back}\n```")
    session.run(TASK)
    assert "suspicious" in verdicts(session)
    assert not (cards / "cards/reader.py").exists()


@pytest.mark.parametrize(
    ("path", "before", "text", "back"),
    [
        ("cards/reader.py", "", "x = 1", True),
        ("cards/other.py", "x = 1", "read_cards = parse_cards", True),
        ("cards/other.py", "def read_cards():\n    pass", "def read_cards():\n    return 1", False),
        ("cards/other.py", "", "text = read_cards()", False),
    ],
)
def test_what_brings_an_old_name_back(path: str, before: str, text: str, back: bool) -> None:
    assert any(pair.brought_back(path, before, text) for pair in (MODULE, NAME)) is back


@pytest.mark.parametrize(
    ("task", "names"),
    [
        ("I want with_mat to be called outer_size and have changed the tests.", ("with_mat", "outer_size")),
        ("We'd like the function lookup to be named find_contacts.", ("lookup", "find_contacts")),
        ("I want `Size.area` to be called `Size.extent`.", ("area", "extent")),
        ("I want the door to be named blue.", None),
        ("I want with_mat to be called twice.", None),
        ("I want the file a_b.py to be called c.py.", None),
    ],
)
def test_a_wish_for_another_name(task: str, names: tuple[str, str] | None) -> None:
    found = asked_for(task)
    assert (found and (found.old, found.new)) == names


@pytest.mark.parametrize(
    ("task", "new", "left"),
    [
        ("Rename with_mat to outer_size.", "def with_mat():\n    pass\n\n\ndef outer_size():\n    pass\n", "with_mat"),
        ("Rename with_mat to outer_size.", "def outer_size():\n    pass\n", ""),
        ("Rename with_mat to outer_size.", "def with_mat():\n    return 1\n", ""),
        ("Add outer_size beside with_mat.", "def with_mat():\n    pass\n\n\ndef outer_size():\n    pass\n", ""),
    ],
)
def test_what_still_has_its_old_name(task: str, new: str, left: str) -> None:
    assert left_over(task, "def with_mat():\n    pass\n", new) == left
