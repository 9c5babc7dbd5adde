"""Settings files with one thing turned, and two of these together."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.agent.search.configured import settings_turns
from tests.agent.conftest import MakeSession
from tests.agent.search.test_search import search

TOML = '# Kept.\n\n[keep]\ndaily = 7\nweekly = "4"\n\n# Before the move.\nprotect = ["web"]\n'
RIGHT = '# Kept.\n# Before the move.\nprotect = ["web"]\n\n[keep]\ndaily = 7\nweekly = 4\n'
CODE = """import tomllib
from pathlib import Path


def keep(path="keep.toml"):
    settings = tomllib.loads(Path(path).read_text())
    if unknown := set(settings["keep"]) - {"daily", "weekly"}:
        raise ValueError(f"keep.toml: unknown {unknown}")
    if not all(isinstance(value, int) for value in settings["keep"].values()):
        raise ValueError("keep.toml: a number is wanted")
    return settings["keep"], settings["protect"]
"""
TEST = 'from keep import keep\n\n\ndef test_keep():\n    assert keep() == ({"daily": 7, "weekly": 4}, ["web"])\n'


@pytest.mark.parametrize(
    ("path", "text", "first"),
    [
        ("a.json", '{"a": "4", "b": ["2", "x"]}', ['{"a": 4, "b": ["2", "x"]}', '{"a": "4", "b": [2, "x"]}']),
        ("a.yaml", "a: 'true'\nb:\n  - '1.5' # x\n", ["a: true\nb:\n  - '1.5' # x\n", "a: 'true'\nb:\n  - 1.5 # x\n"]),
        ("a.json", '{"a": 4}', ['{"a": "4"}']),
        ("a.ini", "[a]\nx = 1\n[b]\ny = 2\n", ["y = 2\n\n[a]\nx = 1\n[b]\n", "[a]\nx = 1\ny = 2\n\n[b]\n"]),
        ("a.toml", "[a]\nx = [\n  'b',\n]\n", []),
        ("a.toml", 'a = "4.x"\nb = "v1"\n', []),
    ],
)
def test_versions(path: str, text: str, first: list[str]) -> None:
    assert settings_turns(path, text, 16)[: len(first) or 1] == first


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("brake_after = 2\nflat = 1\n", "break_after = 2\nflat = 1\n"),
        ('{"flat": 1, "brake_after": 2}', '{"flat": 1, "break_after": 2}'),
        ("- brake_after: 2\n", "- break_after: 2\n"),
        ("break_after = 1\nbrake_after = 2\n", None),
        ("brakes = 2\n", None),
    ],
)
def test_a_key_that_the_code_does_not_know(text: str, named: str | None) -> None:
    path = "a.json" if text.startswith("{") else "a.yaml" if text.startswith("-") else "a.toml"
    found = settings_turns(path, text, 16, {"break_after", "flat", "pace"})
    assert found[0] == named if named else all("brake" in each for each in found)


def test_a_key_is_moved_with_its_comment() -> None:
    assert RIGHT.replace("weekly = 4", 'weekly = "4"') in settings_turns("keep.toml", TOML, 16)


def test_two_faults_in_settings(make_session: MakeSession, repo: Path) -> None:
    (repo / "keep.toml").write_text(TOML)
    (repo / "keep.py").write_text(CODE)
    (repo / "test_keep.py").write_text(TEST)
    search(make_session, "nothing").run("Somebody edited keep.toml, and now the tests fail. Put the settings right.")
    assert (repo / "keep.toml").read_text() == RIGHT
    assert (repo / "keep.py").read_text() == CODE
