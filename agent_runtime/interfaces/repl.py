"""The REPL: the prompt below, the agent's work above it, and what goes on between the two."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

from agent_runtime.errors import AgentRuntimeError
from agent_runtime.interfaces import repl_commands
from agent_runtime.interfaces.repl_material import mentioned
from agent_runtime.interfaces.repl_status import Status
from agent_runtime.types import JsonValue, RunResult, ToolCall

if TYPE_CHECKING:
    from rich.console import Console

    from agent_runtime.agent.plan import Checklist
    from agent_runtime.agent.session import Session
    from agent_runtime.interfaces.repl_front import Front
    from agent_runtime.records.annotations import Rating

CYCLE = ("plan", "ask", "auto-edit")
"""The modes of Shift-Tab; `auto` is chosen by name."""


class Repl:
    """Takes lines from a `Front`, and does them one after the other in the main thread."""

    def __init__(
        self,
        front: Front,
        status: Status,
        open_session: Callable[[str | None], Session],
        show: Callable[[RunResult], None],
    ) -> None:
        """`open_session` gives the session, or another one by its id; `show` prints a run's answer."""
        self.front = front
        self.status = status
        self._open = open_session
        self._show = show
        self._leaving = False
        self._working = False
        self._material: list[str] = []
        self.session: Session

    @property
    def console(self) -> Console:
        """Where everything but answers goes."""
        return self.front.renderer.console

    def loop(self) -> int:
        """Until the user leaves."""
        previous = signal.signal(signal.SIGINT, self._on_sigint)
        try:
            with self.front:
                self._take(self._open(None))
                while not self._leaving:
                    line = self.front.next_line()
                    if line is None:
                        break
                    self._do(line.strip())
                    self.status.look()
        except KeyboardInterrupt:
            return 130
        finally:
            signal.signal(signal.SIGINT, previous)
            if hasattr(self, "session"):
                self.session.close()
        return 0

    def _take(self, session: Session) -> None:
        self.session = self.status.session = session
        self.front.opened(session, self)
        self.status.look()

    def _do(self, line: str) -> None:
        if line in ("/exit", "exit", "quit"):
            line = "/quit"
        if not line:
            return
        try:
            self._working = True
            if line.startswith("/"):
                repl_commands.run(self, line)
            elif line.startswith("!"):
                self.shell(line.lstrip("!").strip(), told=line.startswith("!!"))
            else:
                self.task(line)
        except KeyboardInterrupt:
            self.say("Interrupted.", "red")
        finally:
            self._working = False

    # what slash commands use

    def say(self, text: str, style: str = "") -> None:
        """A line of ours."""
        self.front.renderer.note(text, style)

    def leave(self) -> None:
        """End after what is being done."""
        self._leaving = True

    def task(self, line: str, plan: Checklist | None = None) -> None:
        """Give the agent a task, perhaps with a plan, and show its answer."""
        material, said = mentioned(line, self.session)
        for text in said:
            self.say(text)
        told = "\n\n".join([*self._material, *([material] if material else [])])
        self._material.clear()
        self.front.busy(True)
        try:
            result = self.session.run(line, material=told, plan=plan)
        except AgentRuntimeError as error:
            self.say(str(error), "red")
            return
        finally:
            self.front.busy(False)
        if result.answer is not None:
            self._show(result)
            self.say("/good or /bad rates this run")

    def plan(self, task: str) -> None:
        """Have a plan made; carry it out when the user says so."""
        self.front.busy(True)
        try:
            checklist = self.session.plan(task)
        except AgentRuntimeError as error:
            self.say(str(error), "red")
            return
        finally:
            self.front.busy(False)
        with self.front.away():
            yes = self.front.confirm("carry it out? [y/N] ")
        if yes:
            self.task(task, checklist)

    def shell(self, command: str, *, told: bool = False) -> None:
        """Run a command by the policy; what it printed goes to the model with the next task when `told`."""
        if not command:
            self.say("! needs a command, e.g. !git status", "red")
            return
        value = self.tool("run_cmd", {"command": command})
        if told and isinstance(value, dict):
            self._material.append(
                f"The user ran `{command}` (exit code {value.get('exit_code')}):\n{value.get('output', '')}"
            )
            self.say("the model is told with your next task")

    def tool(self, name: str, arguments: dict[str, JsonValue]) -> JsonValue:
        """Call one tool through the gate and show what it gives."""
        self.front.busy(True)
        try:
            observation = self.session.call(ToolCall("user", name, arguments))
        except AgentRuntimeError as error:
            self.say(str(error), "red")
            return None
        finally:
            self.front.busy(False)
        value = observation.value
        if isinstance(value, dict) and "output" in value:
            self.front.renderer.fold(str(value["output"]) or "(no output)")
            if value.get("exit_code"):
                self.say(f"exit code {value['exit_code']}", "yellow")
        return value

    def run_command(self, words: list[str]) -> None:
        """Run a command of the shell in this process."""
        from agent_runtime.interfaces.cli import run_cli

        with contextlib.suppress(SystemExit):
            run_cli(words)

    def show_diff(self, text: str) -> None:
        """A diff in colour."""
        from agent_runtime.interfaces.diff_view import diff_lines

        for line in diff_lines(text):
            self.console.print(line)

    def change_model(self, name: str) -> None:
        """Another model from the next task on.

        Raises:
            ConfigError, UnknownModel
        """
        from agent_runtime.interfaces.opening import open_model

        session = self.session
        before = session.settings
        session.configure(model_id=name)
        try:
            session.model = open_model(session.settings, session.workspace, self.front.renderer, self.console)
        except AgentRuntimeError:
            session.settings = before
            raise
        if session.agent is not None:
            session.agent.model = session.model
        self.say(f"model {session.settings.model_id}")

    def reopen(self, session_id: str) -> None:
        """Leave this session and go on with another.

        Raises:
            ConfigError: there is no such session.
        """
        session = self._open(session_id)
        self.session.close()
        self._take(session)

    def rate(self, verdict: Rating, note: str) -> None:
        """Record the user's verdict; it goes to Phoenix with the next start."""
        from agent_runtime.records.annotations import rate
        from agent_runtime.records.forwarder import Progress

        last = self.session.last
        if last is None:
            self.say("There is no run to rate yet.")
            return
        rate(last.run_dir, verdict, note=note, redactor=self.session.redactor)
        if self.session.settings.phoenix_enabled:
            Progress().write(last.run_dir)
        self.say(f"rated {verdict}")

    # keys, called in the prompt's thread

    def interrupt(self) -> bool:
        """Stop what goes on; whether there was something."""
        if not self._working:
            return False
        self.session.interrupt()
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        return True

    def leave_now(self) -> None:
        """Leave, also out of the middle of something."""
        self._leaving = True
        self.front.end()
        self.interrupt()

    def cycle_mode(self) -> None:
        """The next mode of `CYCLE`."""
        mode = self.session.settings.agent_mode
        place = CYCLE.index(mode) if mode in CYCLE else 0
        self.session.set_mode(CYCLE[(place + 1) % len(CYCLE)])

    def unfold(self) -> None:
        """Show all of what was folded last."""
        self.front.renderer.unfold()

    def _on_sigint(self, number: int, frame: FrameType | None) -> None:
        if self._working or not hasattr(self, "session"):
            raise KeyboardInterrupt
