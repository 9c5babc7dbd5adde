"""A run shown above the prompt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rich.console import Console

from agent_runtime.interfaces.render import TextRenderer, bar
from agent_runtime.interfaces.repl_status import Status
from agent_runtime.types import Event


class ReplRenderer(TextRenderer):
    """Shows a run above the prompt; what moves stands in the prompt's own message."""

    how_to_unfold = "Ctrl-O shows all"

    def __init__(self, console: Console, status: Status, redraw: Callable[[], None], *, verbosity: int) -> None:
        super().__init__(console, verbosity=verbosity)
        self._status_line = status
        self._redraw = redraw
        self.moving = False
        self._progress = ""

    def __call__(self, event: Event) -> None:
        self._status_line(event)
        super().__call__(event)

    def live(self) -> str:
        """The line above the prompt while the agent works."""
        return self._progress or (self.__rich__().plain if self.moving else "")

    def progress(self, what: str, done: int, total: int) -> bool:
        shown = f"{what} {bar(done, total)} {done >> 20} of {total >> 20} MB"
        self._progress = "" if what.endswith("verifying") and done >= total else shown
        self._redraw()
        return True

    def pause(self) -> None:
        self.moving = False
        self._redraw()

    def _spin(self, what: str) -> None:
        self._doing = what
        self.moving = True
        self._redraw()

    def _on_run_finished(self, data: dict[str, Any]) -> None:
        super()._on_run_finished(data)
        self.moving = False
