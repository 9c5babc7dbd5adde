"""Tools of other packages, by entry point, through the same gate."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from agent_runtime.agent.session import Session
from agent_runtime.config import Settings
from agent_runtime.errors import ConfigError
from agent_runtime.governance.approval import DenyAll
from agent_runtime.governance.policy import Policy
from agent_runtime.tools import registry
from agent_runtime.types import ToolCall

DOC = Path(__file__).parents[2] / "docs" / "adding-a-tool.md"


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The tool of docs/adding-a-tool.md, installed."""
    package = tmp_path / "site" / "words"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "tool.py").write_text(DOC.read_text().split("```python\n")[1].split("```")[0])
    monkeypatch.syspath_prepend(str(package.parent))
    offer(monkeypatch, "words.tool:CountWords")
    yield
    for name in ("words", "words.tool"):
        sys.modules.pop(name, None)


def offer(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    point = EntryPoint("offered", value, registry.ENTRY_POINTS)
    monkeypatch.setattr(registry, "entry_points", lambda group: [point])


def open_session(repo: Path) -> Session:
    return Session(repo, settings=Settings(), approver=DenyAll(), policy=Policy.load(repo))


def test_the_documented_tool_works(plugin: None, repo: Path) -> None:
    session = open_session(repo)
    (repo / "a.txt").write_text("one two three")
    call = session.call(ToolCall("1", "count_words", {"path": "a.txt", "at_least": 4}))
    assert call.value == {"words": 1}
    assert session.call(ToolCall("2", "count_words", {"path": "/etc/passwd"})).error_type == "PathRefused"
    assert session.call(ToolCall("3", "count_words", {"path": "a.txt", "at_least": 0})).error_type == "InvalidArguments"


@pytest.mark.parametrize("value", ["nowhere:Tool", "json:Tool", "json:dumps", "agent_runtime.tools.files:ReadFile"])
def test_what_is_no_tool_is_named(repo: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    offer(monkeypatch, value)
    with pytest.raises(ConfigError, match=value):
        open_session(repo).tools()
