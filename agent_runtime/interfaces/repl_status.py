"""The status line below the prompt."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent_runtime.interfaces.text import one_line
from agent_runtime.types import Event

if TYPE_CHECKING:
    from agent_runtime.agent.session import Session

_GIT_TIMEOUT_S = 3.0


class Status:
    """What the session is and does, from its events."""

    def __init__(self) -> None:
        self.session: Session | None = None
        self._figures: dict[str, Any] = {}
        self._read = self._cached = 0
        self._git = ""

    def __call__(self, event: Event) -> None:
        """Take note of what a model call cost."""
        if event.kind == "model_finished":
            self._figures = dict(event.data)
            self._read += int(self._figures["prompt_tokens"])
            self._cached += int(self._figures["cached_tokens"])

    def look(self) -> None:
        """Ask git for branch and dirty mark, in the background."""
        if self.session is not None:
            threading.Thread(target=self._look, args=(self.session.workspace,), daemon=True).start()

    def text(self, width: int) -> str:
        """One line of at most `width` characters; what matters most stands first."""
        session = self.session
        if session is None:
            return "starting ..."
        mode = session.settings.agent_mode
        name = session.settings.model_id.rpartition("/")[2]
        parts = [name, mode + (" (Shift-Tab)" if width >= 100 else ""), self._confinement(session)]
        if (context := self.context()) is not None:
            used, window = context
            parts.append(f"context {used * 100 // max(1, window)}% of {window}")
        if speed := self._figures.get("tokens_per_s"):
            parts.append(f"{speed:.0f} tok/s")
        if self._read:
            parts.append(f"cache {self._cached * 100 // self._read}%")
        parts += [self._collector(session), self._git]
        return one_line(" · ".join(part for part in parts if part), width)

    def context(self) -> tuple[int, int] | None:
        """Tokens used of the window, by the last model call."""
        if not self._figures or self.session is None or self.session.model is None:
            return None
        used = int(self._figures["prompt_tokens"]) + int(self._figures["completion_tokens"])
        return used, int(self.session.model.context_tokens)

    def _confinement(self, session: Session) -> str:
        jail = session.jail.backend.name if session.jail is not None else "?"
        if jail == "none":
            return "NO JAIL"
        sandbox = session.sandbox.backend + ("!" if session.sandbox.degraded else "")
        return jail if jail == sandbox else f"jail {jail}, sandbox {sandbox}"

    def _collector(self, session: Session) -> str:
        return "phoenix" if session.collector_up else "journal only"

    def _look(self, workspace: Path) -> None:
        self._git = git_mark(workspace)


def git_mark(workspace: Path) -> str:
    """`main*`: the branch, with a star when something is not committed; empty outside a repository."""
    from agent_runtime.tools.git import host_git

    try:
        done = host_git(workspace, ["status", "--porcelain", "--branch", "--ignore-submodules"], _GIT_TIMEOUT_S)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    head, *changes = done.stdout.splitlines() or [""]
    branch = head.removeprefix("## ").removeprefix("No commits yet on ").partition("...")[0]
    return f"{branch}{'*' if changes else ''}" if done.returncode == 0 else ""
