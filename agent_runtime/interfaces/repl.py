"""The REPL: a prompt, slash commands, and the agent between them."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.history import FileHistory
from prompt_toolkit.output import create_output

from agent_runtime.config import state_dir
from agent_runtime.errors import AgentRuntimeError
from agent_runtime.interfaces.render import TextRenderer
from agent_runtime.records.annotations import Rating, rate
from agent_runtime.records.forwarder import Progress
from agent_runtime.types import RunResult

if TYPE_CHECKING:
    from agent_runtime.agent.session import Session


class Repl:
    """Reads a line, runs it, shows the answer; Ctrl-C ends the task, Ctrl-D leaves."""

    def __init__(self, session: Session, renderer: TextRenderer, show: Callable[[RunResult], None]) -> None:
        """`show` prints a run's answer."""
        self._session = session
        self._renderer = renderer
        self._show = show
        self._last: RunResult | None = None
        self._fresh = True
        self._words: list[str] = []
        self._commands: dict[str, tuple[Callable[[], None], str]] = {
            "/help": (self._help, "this list"),
            "/status": (self._status, "model, mode, jail, sandbox and the last run"),
            "/tools": (self._tools, "the tools and what they do"),
            "/good": (lambda: None, "rate the last run good, with a note if you like: /good just right"),
            "/bad": (lambda: None, "rate the last run bad: /bad changed too much"),
            "/clear": (self._clear, "forget the conversation and the variables"),
            "/diff": (lambda: self._undo("diff"), "what the last run changed"),
            "/undo": (lambda: self._undo("undo"), "undo the last step; /undo run, /undo p1, /undo step 3, --merge"),
            "/redo": (lambda: self._undo("redo"), "take back the last undo"),
            "/quit": (lambda: None, "leave (also Ctrl-D)"),
        }

    def loop(self) -> int:
        """Until the user leaves."""
        prompt: PromptSession[str] = PromptSession(
            history=FileHistory(str(history_file(self._session.workspace))), output=create_output(stdout=sys.stderr)
        )
        while True:
            try:
                line = prompt.prompt("> ").strip()
            except KeyboardInterrupt:
                continue
            except EOFError:
                return 0
            if not line:
                continue
            if line in ("/quit", "/exit"):
                return 0
            if line.startswith("/"):
                self._command(line)
            else:
                self._task(line)

    def _task(self, line: str) -> None:
        try:
            self._last = self._session.run(line, reset=self._fresh)
        except AgentRuntimeError as error:
            self._renderer.note(str(error), "red")
            return
        except KeyboardInterrupt:
            self._renderer.note("Interrupted.", "red")
            return
        finally:
            self._renderer.pause()
        self._fresh = False
        if self._last.answer is not None:
            self._show(self._last)
        self._renderer.note("/good or /bad rates this run")

    def _command(self, line: str) -> None:
        name = line.split()[0]
        if name not in self._commands:
            near = [known for known in self._commands if known.startswith(name[:3])]
            self._renderer.note(
                f"There is no {name}. {'Did you mean ' + near[0] + '?' if near else '/help lists all.'}"
            )
            return
        if name in ("/good", "/bad"):
            self._rate("good" if name == "/good" else "bad", line.partition(" ")[2].strip())
            return
        self._words = line.split()[1:]
        self._commands[name][0]()

    def _undo(self, kind: str) -> None:
        from agent_runtime.interfaces.repl_undo import undo_command

        self._renderer.pause()
        try:
            undo_command(kind, self._words, self._session.workspace)
        except AgentRuntimeError as error:
            self._renderer.note(str(error), "red")

    def _rate(self, verdict: Rating, note: str) -> None:
        """Record the user's verdict; it goes to Phoenix with the next start."""
        if self._last is None:
            self._renderer.note("There is no run to rate yet.")
            return
        try:
            rate(self._last.run_dir, verdict, note=note, redactor=self._session.redactor)
        except AgentRuntimeError as error:
            self._renderer.note(str(error), "red")
            return
        if self._session.settings.phoenix_enabled:
            Progress().write(self._last.run_dir)
        self._renderer.note(f"rated {verdict}")

    def _help(self) -> None:
        for name, (_, text) in self._commands.items():
            self._renderer.note(f"{name:10} {text}")
        self._renderer.note("anything else is a task; the conversation and its variables go on until /clear")

    def _status(self) -> None:
        session = self._session
        executor = session.start()
        self._renderer.note(f"model {session.settings.model_id} · mode {session.settings.agent_mode}")
        self._renderer.note(f"jail {executor.backend.name} ({executor.backend_reason})")
        self._renderer.note(f"sandbox {session.sandbox.backend}{' (degraded)' if session.sandbox.degraded else ''}")
        if self._last is not None:
            self._renderer.note(f"last run {self._last.run_id}: {self._last.outcome}, {self._last.steps} steps")

    def _tools(self) -> None:
        from agent_runtime.tools.registry import BUILT_IN

        for tool in BUILT_IN:
            self._renderer.note(f"{tool.name:24} {(tool.__doc__ or '').strip().splitlines()[0]}")

    def _clear(self) -> None:
        self._fresh = True
        self._renderer.note("forgotten")


def history_file(workspace: Path) -> Path:
    """Where the lines typed in this workspace are kept (0700 folder)."""
    folder = state_dir() / "history"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / hashlib.sha256(str(workspace).encode()).hexdigest()[:16]
