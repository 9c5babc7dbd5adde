"""The prompt at the bottom of the terminal, in a thread of its own, while the agent works and prints above it."""

from __future__ import annotations

import contextlib
import io
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.document import Document

from agent_runtime.interfaces.repl_input import PRINTING

_PARKED = "\0parked"
_BUSY_REFRESH_S = 0.15
_IDLE_REFRESH_S = 2.0
_PARK_TIMEOUT_S = 5.0


class Screen:
    """Reads lines in a thread and keeps what the user has begun to type. `lines` gets each line, `None` at the end of
    input. Whatever is written to `stream` appears above the prompt, whole lines at a time."""

    def __init__(self, prompt: PromptSession[str], real: TextIO) -> None:
        self.lines: queue.Queue[str | None] = queue.Queue()
        self.stream = _Above(self, real)
        self.ready = threading.Event()
        """Set once the prompt has been drawn."""
        self._prompt = prompt
        self._real = real
        self._lock = threading.RLock()
        self._text = ""
        self._draft = Document()
        self._running = False
        self._printing = False
        self._park = 0
        self._closing = False
        self._parked, self._go = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._read, name="prompt", daemon=True)
        prompt.app.after_render += lambda app: self._drawn()

    def start(self) -> None:
        """Draw the prompt."""
        self._thread.start()

    def close(self) -> None:
        """Take the prompt away for good."""
        self._closing = True
        if self._thread.is_alive():
            with self.away():
                pass
            self._thread.join(1)

    def busy(self, busy: bool) -> None:
        """Whether something moves, so that the prompt is drawn often."""
        self._prompt.app.refresh_interval = _BUSY_REFRESH_S if busy else _IDLE_REFRESH_S
        self.redraw()

    def redraw(self) -> None:
        """Draw the prompt again: its message has changed."""
        if self._running:
            self._prompt.app.invalidate()

    @contextmanager
    def away(self) -> Iterator[None]:
        """The terminal belongs to the caller: no prompt, and what is written goes straight out."""
        with self._lock:
            self._park += 1
            self._go.clear()
            if self._running:
                self._call(self._leave)
        if threading.current_thread() is not self._thread:
            self._parked.wait(_PARK_TIMEOUT_S)
        self._flush()
        try:
            yield
        finally:
            with self._lock:
                self._park -= 1
                if not self._park:
                    self._parked.clear()
                    self._go.set()

    def write(self, text: str) -> None:
        """Print above the prompt."""
        with self._lock:
            self._text += text
            if self._parked.is_set() or not self._thread.is_alive():
                self._flush()
            else:
                self._kick()

    def _read(self) -> None:
        while not self._closing:
            with self._prompt.app.input.raw_mode():  # between prompts too: Enter would become another key
                while not self._park:
                    self._ask()
            self._parked.set()
            self._go.wait()
        self._parked.set()

    def _ask(self) -> None:
        self._prompt.app.erase_when_done = False
        draft, self._draft = self._draft, Document()
        try:
            line = self._prompt.prompt(default=draft, pre_run=self._began, handle_sigint=False)
        except (EOFError, KeyboardInterrupt):
            self.lines.put(None)
            return
        finally:
            with self._lock:
                self._running = False
        if line == _PARKED:
            self._draft = self._prompt.default_buffer.document
        elif line.strip():
            self.lines.put(line)

    def _drawn(self) -> None:
        self.ready.set()
        self._kick()

    def _began(self) -> None:
        with self._lock:
            self._running = True
            self._printing = False
            if self._park:
                self._call(self._leave)
            else:
                self._kick()

    def _leave(self) -> None:
        app = self._prompt.app
        if app.future is not None and not app.future.done():
            app.erase_when_done = True
            app.exit(result=_PARKED)

    def _kick(self) -> None:
        """Have whole lines printed that wait."""
        with self._lock:
            if "\n" in self._text and self._running and not self._printing:
                self._printing = True
                self._call(self._print_above)

    def _print_above(self) -> None:
        async def show() -> None:
            PRINTING.set(True)
            try:
                await run_in_terminal(self._whole_lines)
            finally:
                self._printing = False
            self._kick()

        app = self._prompt.app
        if app.is_running:
            app.create_background_task(show())
        else:
            self._printing = False  # the next drawing of the prompt sees to it

    def _whole_lines(self) -> None:
        with self._lock:
            lines, newline, self._text = self._text.rpartition("\n")
        self._put(lines + newline)

    def _flush(self) -> None:
        with self._lock:
            text, self._text = self._text, ""
        self._put(text)

    def _put(self, text: str) -> None:
        while text:
            try:
                self._real.write(text)
                self._real.flush()
                return
            except BlockingIOError:  # the terminal is slow and its descriptor does not block
                time.sleep(0.01)
                return

    def _call(self, function: Callable[[], None]) -> None:
        loop = self._prompt.app.loop
        if loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended: the next prompt sees to it
                loop.call_soon_threadsafe(function)


class _Above(io.TextIOBase):
    """A text stream whose lines appear above the prompt."""

    def __init__(self, screen: Screen, real: TextIO) -> None:
        self._screen = screen
        self._stream = real

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._stream.encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override]
        return self._stream.errors

    def write(self, text: str) -> int:
        self._screen.write(text)
        return len(text)

    def flush(self) -> None:
        """Lines appear by themselves."""

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()

    def writable(self) -> bool:
        return True
