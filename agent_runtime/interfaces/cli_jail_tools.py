"""`agent-runtime jail` with the agent's own tools behind `--tools`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from agent_runtime.interfaces.cli_jail import make_app
from agent_runtime.interfaces.cli_tools import open_tools
from agent_runtime.jail.tools import ToolHost


@contextmanager
def open_host(workspace: Path) -> Iterator[ToolHost]:
    """The tools of a workspace, through the gate."""
    with open_tools(workspace, {}) as session, session.hosting("jail run") as host:
        yield host


app = make_app(open_host)
