"""A real pseudo-terminal with the real program in it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import sys
from pathlib import Path
from typing import Any

import pexpect

ROOT = Path(__file__).parents[2]
TIMEOUT_S = 60
_ANSI = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07]*\x07|[()][A-Z0-9]|[=>])")


class Terminal:
    """Starts `agent-runtime` in a folder and talks to it."""

    def __init__(self, folder: Path, script: Path) -> None:
        self._folder = folder
        self._script = script
        self._children: list[pexpect.spawn[str]] = []
        self.columns = 80
        self.environment: dict[str, str] = {
            "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PROMPT_TOOLKIT_NO_CPR": "1",
        }  # fmt: skip

    def script(self, *replies: Any) -> None:
        """What the model says, in turn: code, or objects as in docs/scripted-model.md."""
        entries = [reply if isinstance(reply, dict) else block(reply) for reply in replies]
        self._script.write_text(json.dumps(entries))

    def start(self, *arguments: str) -> pexpect.spawn[str]:
        """`agent-runtime ARGUMENTS -m scripted:...`"""
        environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "LANG", "LC_ALL", "COLUMNS")}
        child = pexpect.spawn(
            sys.executable,
            ["-m", "agent_runtime.run", *arguments, "-m", f"scripted:{self._script}"],
            cwd=str(self._folder),
            env={**environment, "PYTHONPATH": str(ROOT), **self.environment},
            encoding="utf-8",
            timeout=TIMEOUT_S,
            dimensions=(50, self.columns),
        )
        child.str_last_chars = 4000  # what a failed test shows of the screen
        self._children.append(child)
        return child

    def close(self) -> None:
        for child in self._children:
            if child.isalive():
                with contextlib.suppress(ProcessLookupError):
                    child.kill(signal.SIGKILL)
            child.close(force=True)


def block(code: str) -> str:
    """A reply with one code block."""
    return f"I act.\n```python\n{code}\n```\n"


def plain(text: str) -> str:
    """Without the terminal's control sequences."""
    return _ANSI.sub("", text).replace("\r\n", "\n")


def end(child: pexpect.spawn[str]) -> tuple[int | None, str]:
    """Wait for the end: exit code and the rest of the output."""
    child.expect(pexpect.EOF)
    rest = plain(str(child.before))
    child.close()
    return child.exitstatus, rest
