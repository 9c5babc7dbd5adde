"""What the prompt does with keys: editing, history, completion, and the keys that speak to the agent."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs
from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.filters import Condition, has_completions, is_searching, vi_insert_mode
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.input.vt100 import Vt100Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import create_output
from prompt_toolkit.styles import Style

from agent_runtime.interfaces.repl_complete import ReplCompleter, completes_by_itself

TWICE_S = 1.0
"""A second Ctrl-C or Esc within this time leaves."""
_ESCAPE_S = 0.05
_STYLE = Style.from_dict({"bottom-toolbar": "noreverse fg:ansibrightblack", "prompt": "bold"})


PRINTING: ContextVar[bool] = ContextVar("PRINTING", default=False)
"""In a task of the prompt's event loop: whether it only prints above the prompt."""


class Keyboard(Vt100Input):
    """Keeps the terminal raw while lines are printed above the prompt: an Enter pressed meanwhile stays an Enter, and
    what is typed is not echoed into them. An editor gets the terminal cooked."""

    def cooked_mode(self) -> AbstractContextManager[None]:
        return nullcontext() if PRINTING.get() else super().cooked_mode()


@dataclass(slots=True)
class Keys:
    """What the keys that are not for editing do."""

    interrupt: Callable[[], bool]
    """Stop what goes on; whether there was something."""
    leave: Callable[[], None]
    cycle_mode: Callable[[], None]
    open_last: Callable[[], None]
    """Show all of the last folded output."""


class SafeHistory(History):
    """The lines typed in one workspace, on disk, but for those that hold a secret. Until `clean` is known, lines
    wait."""

    def __init__(self, path: Path | None) -> None:
        super().__init__()
        self._file: History = InMemoryHistory() if path is None else FileHistory(str(path))
        self._clean: Callable[[str], str] | None = None
        self._waiting: list[str] = []

    def keep(self, clean: Callable[[str], str]) -> None:
        """From now on `clean` says what may be kept: what it leaves as it is."""
        self._clean = clean
        for line in self._waiting:
            self.store_string(line)
        self._waiting.clear()

    def load_history_strings(self) -> Iterable[str]:
        return self._file.load_history_strings()

    def store_string(self, string: str) -> None:
        if self._clean is None:
            self._waiting.append(string)
        elif self._clean(string) == string:
            self._file.store_string(string)


def history_file(workspace: Path) -> Path:
    """Where the lines typed in this workspace are kept (0700 folder)."""
    folder = Path(platformdirs.user_state_dir("agent-runtime")) / "history"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / hashlib.sha256(str(workspace).encode()).hexdigest()[:16]
    path.touch(mode=0o600)
    return path


def make_prompt(
    *,
    history: History,
    completer: ReplCompleter,
    keys: Keys,
    message: Callable[[], StyleAndTextTuples],
    status: Callable[[], StyleAndTextTuples],
) -> PromptSession[str]:
    """The prompt of the REPL, on stderr: stdout belongs to answers."""
    prompt: PromptSession[str] = PromptSession(
        message=message,
        multiline=True,
        history=history,
        completer=completer,
        complete_in_thread=True,
        complete_while_typing=Condition(lambda: completes_by_itself(get_app().current_buffer.document)),
        auto_suggest=AutoSuggestFromHistory(),
        bottom_toolbar=status,
        prompt_continuation="  ",
        key_bindings=_bindings(keys),
        input=Keyboard(sys.stdin),
        output=create_output(stdout=sys.stderr),
        style=_STYLE,
        refresh_interval=2.0,
        reserve_space_for_menu=6,
    )
    prompt.app.ttimeoutlen = _ESCAPE_S
    prompt.app.timeoutlen = _ESCAPE_S
    return prompt


def _bindings(keys: Keys) -> KeyBindings:
    bindings = KeyBindings()
    editing = ~is_searching
    last = [-TWICE_S]

    def stop(event: KeyPressEvent) -> None:
        now = time.monotonic()
        twice, last[0] = now - last[0] < TWICE_S, now
        if twice:
            keys.leave()
        elif not keys.interrupt():
            event.current_buffer.reset()

    @bindings.add("c-c", eager=True, filter=editing)
    @bindings.add("<sigint>")
    def _(event: KeyPressEvent) -> None:
        stop(event)

    @bindings.add("escape", filter=~vi_insert_mode & editing)
    def _(event: KeyPressEvent) -> None:
        if event.current_buffer.complete_state is not None:
            event.current_buffer.cancel_completion()
        else:
            stop(event)

    @bindings.add("enter", filter=editing)
    def _(event: KeyPressEvent) -> None:
        last[0] = -TWICE_S  # with a line between them, two are not one twice
        event.current_buffer.validate_and_handle()

    @bindings.add("escape", "enter", filter=editing)
    @bindings.add("c-j", filter=editing)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.newline(copy_margin=False)

    @bindings.add("c-d", filter=editing)
    def _(event: KeyPressEvent) -> None:
        if event.current_buffer.text:
            event.current_buffer.delete()
        else:
            keys.leave()

    @bindings.add("c-g", filter=editing)
    def _(event: KeyPressEvent) -> Any:
        return event.current_buffer.open_in_editor()

    @bindings.add("s-tab", filter=~has_completions)
    def _(event: KeyPressEvent) -> None:
        keys.cycle_mode()

    @bindings.add("c-o")
    def _(event: KeyPressEvent) -> None:
        keys.open_last()

    return bindings
