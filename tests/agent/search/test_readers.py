"""How the workspace's own code reads a data file, tried in a real sandbox."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.readers import Read, own_reading
from agent_runtime.agent.search.trial import Trials
from agent_runtime.config import Settings
from agent_runtime.governance.sandbox import Sandbox
from agent_runtime.governance.validation import PathGuard
from agent_runtime.tools.base import ToolContext
from tests.agent.search.test_answering import READERS


def read(root: Path, path: str, question: str = "How many?") -> Read | None:
    locator = Locator(ToolContext(root, Settings(), root, PathGuard(root), Sandbox(root, backend="none")))
    trials = Trials(Sandbox.probe(root), None, timeout_s=30, cancel=threading.Event())
    return own_reading(path, question, locator, trials)


def test_what_a_reader_needs_beside_the_path_is_read_too(repo: Path) -> None:
    for name, text in READERS.items():
        (repo / name).parent.mkdir(exist_ok=True)
        (repo / name).write_text(text)
    found = read(repo, "data/chess.txt")
    assert found == Read(
        "from club.players import read_players\nfrom club.scores import read_scores\n\n"
        "players = read_players('players.txt')\nscores = read_scores('data/chess.txt', players)\n"
        "scores = list(scores)\n# scores: list of 2, the first: Score(game='chess', who='a', points=4)\n",
        ("Score",),
    )


@pytest.mark.parametrize(
    ("name", "code", "call"),
    [
        ("data.py", "def load(filename):\n    return open(filename).read().split()\n", "data = load('data/rows.csv')"),
        ("a.py", "def load(path):\n    return path.read_text().split()\n", "data = load(Path('data/rows.csv'))"),
        ("a.py", "def load(folder):\n    return [*folder.iterdir()]\n", "data = load(Path('data'))"),
        ("src/a/b.py", "def parse_rows(text):\n    return text.split()\n", "rows = parse_rows(open('data/rows.csv', "),
        ("a.py", "def read_csv(lines, limit=3):\n    return [*lines]\n", "data = read_csv(open('data/rows.csv', "),
        ("a.py", "def load_rows(folder):\n    return [open(folder + '/rows.csv')]\n", "rows = load_rows('data')"),
        (
            "a.py",
            "class Row:\n    def __init__(self):\n        self.n = 1\n\n\ndef load(path):\n    return [Row()]\n",
            "# data: list of 1, the first: Row with {'n': 1}",
        ),
        (
            "a.py",
            "class Row:\n    def __repr__(self):\n        return 'a\\nb'\n\n\ndef load(path):\n    return Row()\n",
            "# data: a b\n",
        ),
        ("a.py", "def load(path, *, strict=True):\n    return {'a': 1}\n", ""),
        ("a.py", "def read_rows(path):\n    raise ValueError\n", ""),
        ("a.py", "def read_rows(path):\n    raise SystemExit\n", ""),
        ("a.py", "def read_rows(path):\n    return []\n", ""),
        (
            "a.py",
            "def read_rows(path):\n    while True:\n        pass\n\n\ndef load(path):\n    return [1]\n",
            "data = load('data/rows.csv')",
        ),
        ("a.py", "def read_rows(path, other):\n    return [1]\n", ""),
        ("a.py", "def write_rows(path):\n    return [1]\n", ""),
        ("test_a.py", "def read_rows(path):\n    return [1]\n", ""),
    ],
)
def test_what_may_read_a_file(repo: Path, name: str, code: str, call: str) -> None:
    (repo / "data").mkdir()
    (repo / "data/rows.csv").write_text("a,b\n1,2\n")
    (repo / name).parent.mkdir(parents=True, exist_ok=True)
    (repo / name).write_text(code)
    found = read(repo, "data/rows.csv")
    assert call in found.begin if found and call else found is None


def test_the_reader_that_has_most_to_do_with_the_question_is_taken(repo: Path) -> None:
    (repo / "rows.csv").write_text("a,b\n1,2\n")
    (repo / "a.py").write_text("def load_text(path):\n    return [1]\n\n\ndef load_games(path):\n    return [2]\n")
    found = read(repo, "rows.csv", "How many games are there?")
    assert found is not None
    assert "games = load_games('rows.csv')" in found.begin


def test_nothing_is_changed(repo: Path) -> None:
    (repo / "rows.csv").write_text("a,b\n1,2\n")
    (repo / "a.py").write_text("def load_rows(path):\n    open(path, 'w').write('')\n    return [1]\n")
    before = {each.name for each in repo.iterdir()}
    assert read(repo, "rows.csv") is not None
    assert (repo / "rows.csv").read_text() == "a,b\n1,2\n"
    assert {each.name for each in repo.iterdir()} == before
