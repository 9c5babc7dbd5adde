"""Files that settings name and that are somewhere else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent_runtime.agent.search.dangling import dangling
from agent_runtime.types import Outcome
from tests.agent.conftest import MakeSession
from tests.agent.search.test_search import search

FILES = ["src/index.js", "package.json", "conf/app.toml", "conf/data/a.csv", "conf/b.csv", "x/b.csv"]


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("package.json", '{"main": "src/index.js", "exports": "./index.js"}', "the file ./index.js that package.json"),
        ("package.json", '{"exports": "./lib/index.js"}', ""),  # a folder that is made later
        ("package.json", '{"files": ["*.js", "!index.js"], "home": "https://x.org/index.js"}', ""),
        ("conf/app.toml", 'input = "data/a.csv"\nagain = "conf/data/a.csv"\n', ""),
        ("conf/app.toml", 'input = "a.csv"\n', "the file a.csv that conf/app.toml names (there is conf/data/a.csv)"),
        ("package.json", '{"data": "b.csv"}', ""),  # which of two?
        ("package.json", '{"version": "1.4.0", "image": "x:1.2.js"}', ""),
    ],
)
def test_what_is_named_and_elsewhere(path: str, text: str, found: str) -> None:
    said = " ".join(each.text for each in dangling(path, text, FILES))
    assert said.startswith(found) if found else said == ""


def test_a_change_that_passes_is_not_done_while_its_settings_lead_nowhere(
    make_session: MakeSession, repo: Path
) -> None:
    """The check looks at one setting; the other one names a file that is in another folder."""
    (repo / "src").mkdir()
    (repo / "src" / "start.py").write_text("")
    wrong = {"name": "app", "mode": "slow", "retries": 3, "start": "start.py"}
    (repo / "app.json").write_text(json.dumps(wrong, indent=2) + "\n")
    (repo / "test_app.py").write_text(
        "import json\n\n\ndef test_mode():\n    assert json.load(open('app.json'))['mode'] == 'fast'\n"
        "    assert json.loads(open('app.json').read())['mode'] != 'slow'\n"
    )

    def reply(**changed: str) -> str:
        return f"```json\n{json.dumps({**wrong, **changed}, indent=2)}\n```"

    session = search(make_session, reply(mode="fast"), reply(mode="fast", start="src/start.py"))
    result = session.run("The settings in app.json are wrong. Fix them.")
    assert json.loads((repo / "app.json").read_text()) == {**wrong, "mode": "fast", "start": "src/start.py"}
    assert result.outcome is Outcome.VERIFIED, result.verification

    (repo / "app.json").write_text(json.dumps(wrong, indent=2) + "\n")
    session = search(make_session, *[reply(mode="fast")] * 96)
    result = session.run("The settings in app.json are wrong. Fix them.")
    assert json.loads((repo / "app.json").read_text())["mode"] == "fast"
    assert result.outcome is Outcome.CLAIMED
    assert "the file start.py that app.json names" in result.verification
