"""Where the REPL's lines come from: a prompt that stays below, or plain lines of text."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol, TextIO, cast

from prompt_toolkit.enums import EditingMode
from prompt_toolkit.formatted_text import StyleAndTextTuples

from agent_runtime.interfaces.repl_commands import COMMANDS, Command
from agent_runtime.interfaces.repl_complete import Choice, ReplCompleter
from agent_runtime.interfaces.repl_input import Keys, SafeHistory, history_file, make_prompt
from agent_runtime.interfaces.repl_screen import Screen
from agent_runtime.interfaces.repl_status import Status

if TYPE_CHECKING:
    from rich.console import Console

    from agent_runtime.agent.session import Session
    from agent_runtime.governance.approval import ApprovalRequest, Approver
    from agent_runtime.interfaces.console_approver import ConsoleApprover
    from agent_runtime.interfaces.render import TextRenderer
    from agent_runtime.interfaces.repl import Repl
    from agent_runtime.interfaces.repl_render import ReplRenderer
    from agent_runtime.types import Approval


class Front(Protocol):
    """What the REPL needs of a terminal."""

    @property
    def renderer(self) -> TextRenderer: ...

    @property
    def approver(self) -> Approver: ...

    def __enter__(self) -> Front: ...
    def __exit__(self, *exception: object) -> None: ...

    def opened(self, session: Session, repl: Repl) -> None:
        """There is a session now."""

    def next_line(self) -> str | None:
        """The next line; `None` at the end of input."""

    def away(self) -> AbstractContextManager[None]:
        """The terminal belongs to the caller."""

    def busy(self, busy: bool) -> None:
        """Whether the agent works."""

    def confirm(self, question: str) -> bool:
        """Ask for yes or no, while the terminal belongs to the caller."""

    def end(self) -> None:
        """No further line is wanted."""


class AwayApprover:
    """Asks at the terminal, with the prompt out of the way."""

    def __init__(self, inner: ConsoleApprover, away: Callable[[], AbstractContextManager[None]]) -> None:
        self.inner = inner
        self._away = away

    def ask(self, request: ApprovalRequest) -> Approval:
        with self._away():
            return self.inner.ask(request)


class PlainFront:
    """Lines of text: for screen readers, dumb terminals, and terminals that are none."""

    def __init__(self, *, verbosity: int, plain: bool) -> None:
        from agent_runtime.interfaces.console_approver import ConsoleApprover
        from agent_runtime.interfaces.opening import stderr_console
        from agent_runtime.interfaces.render import TextRenderer

        self._console = stderr_console(plain=plain)
        self.renderer = TextRenderer(self._console, verbosity=verbosity)
        self.approver = ConsoleApprover(self._console, pause=self.renderer.pause)

    def __enter__(self) -> PlainFront:
        return self

    def __exit__(self, *exception: object) -> None:
        self.renderer.pause()

    def opened(self, session: Session, repl: Repl) -> None:
        self.approver.redact = session.redactor.text

    def next_line(self) -> str | None:
        from agent_runtime.interfaces.console_approver import read_line

        while True:
            try:
                return read_line(self._console, "> ", keep_typed=True)
            except EOFError:
                return None
            except KeyboardInterrupt:
                self._console.print()

    def away(self) -> AbstractContextManager[None]:
        self.renderer.pause()
        return nullcontext()

    def busy(self, busy: bool) -> None:
        self.renderer.pause()

    def confirm(self, question: str) -> bool:
        return confirmed(self._console, question)

    def end(self) -> None:
        """The next line is the end by itself."""


class LiveFront:
    """A prompt that stays at the bottom while the agent works. It is drawn before anything heavy is loaded."""

    renderer: ReplRenderer
    approver: AwayApprover

    def __init__(self, workspace: Path, status: Status, *, verbosity: int, keep_history: bool) -> None:
        self._status = status
        self._verbosity = verbosity
        self._repl: Repl | None = None
        self._history = SafeHistory(history_file(workspace) if keep_history else None)
        self._real = sys.stdout, sys.stderr
        self._prompt = make_prompt(
            history=self._history,
            completer=ReplCompleter(workspace, self._commands),
            keys=Keys(
                interrupt=lambda: self._repl is not None and self._repl.interrupt(),
                leave=self._leave,
                cycle_mode=lambda: self._repl.cycle_mode() if self._repl is not None else None,
                open_last=lambda: self._repl.unfold() if self._repl is not None else None,
            ),
            message=self._message,
            status=lambda: [("class:bottom-toolbar", status.text(self._width()))],
        )
        self._screen = Screen(self._prompt, sys.stderr)

    def __enter__(self) -> LiveFront:
        self._divert()
        self._screen.start()
        self._screen.ready.wait(5)
        from rich.console import Console

        from agent_runtime.interfaces.console_approver import ConsoleApprover
        from agent_runtime.interfaces.repl_render import ReplRenderer

        console = Console(file=cast("IO[str]", self._screen.stream), highlight=False)
        self.renderer = ReplRenderer(console, self._status, self._screen.redraw, verbosity=self._verbosity)
        asking = ConsoleApprover(Console(stderr=True, highlight=False), pause=self.renderer.pause)
        self.approver = AwayApprover(asking, self.away)
        return self

    def __exit__(self, *exception: object) -> None:
        self._screen.close()
        sys.stdout, sys.stderr = self._real

    def opened(self, session: Session, repl: Repl) -> None:
        self._repl = repl
        self.approver.inner.redact = session.redactor.text
        self._history.keep(session.redactor.text)
        if session.settings.repl_editing == "vi":
            self._prompt.editing_mode = EditingMode.VI
        self._screen.redraw()

    def next_line(self) -> str | None:
        return self._screen.lines.get()

    @contextmanager
    def away(self) -> Iterator[None]:
        with self._screen.away():
            sys.stdout, sys.stderr = self._real
            try:
                yield
            finally:
                self._divert()

    def busy(self, busy: bool) -> None:
        if not busy:
            self.renderer.pause()
        self._screen.busy(busy)

    def confirm(self, question: str) -> bool:
        return confirmed(self.renderer.console, question)

    def end(self) -> None:
        self._screen.lines.put(None)

    def _divert(self) -> None:
        """What anything prints appears above the prompt; a stdout that leads elsewhere stays."""
        stream = cast("TextIO", self._screen.stream)
        sys.stderr = stream
        if self._real[0].isatty():
            sys.stdout = stream

    def _leave(self) -> None:
        if self._repl is not None:
            self._repl.leave_now()
        else:
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)  # still starting

    def _width(self) -> int:
        return self._prompt.app.output.get_size().columns

    def _message(self) -> StyleAndTextTuples:
        shown: StyleAndTextTuples = []
        if self._repl is not None and (live := self.renderer.live()):
            waiting = self._screen.lines.qsize()
            more = f" · {waiting} waiting" if waiting else ""
            shown.append(("ansicyan", f"{live[: max(10, self._width() - len(more) - 1)]}{more}\n"))
        shown.append(("class:prompt", "> "))
        return shown

    def _commands(self) -> list[Choice]:
        def choices(command: Command) -> Sequence[str]:
            return command.choices(self._repl) if self._repl is not None else ()

        return [Choice(item.name, item.meaning, partial(choices, item)) for item in COMMANDS.values()]


def confirmed(console: Console, question: str) -> bool:
    """Whether the user says yes at the terminal."""
    from agent_runtime.interfaces.console_approver import read_line

    try:
        return read_line(console, question).strip().lower() in ("y", "yes")
    except (EOFError, KeyboardInterrupt):
        return False
