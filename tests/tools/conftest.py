"""A context for tools on real files."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent_runtime.config import Settings
from agent_runtime.governance.sandbox import Sandbox
from agent_runtime.governance.validation import PathGuard
from agent_runtime.tools.base import ToolContext


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def context(workspace: Path, tmp_path: Path) -> ToolContext:
    run_dir = tmp_path / "run"
    run_dir.mkdir()
    return ToolContext(workspace, Settings(), run_dir, PathGuard(workspace), Sandbox.probe(workspace))
