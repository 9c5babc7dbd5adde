"""What has been done, to be undone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """From line `at` on, the lines `removed` gave way to the lines `added`."""

    at: int
    removed: tuple[str, ...]
    added: tuple[str, ...]

    def inverse(self) -> Edit:
        return Edit(self.at, self.added, self.removed)


class History:
    def __init__(self, limit: int = 100) -> None:
        self.limit = limit
        self._done: list[Edit] = []
        self._undone: list[Edit] = []

    def record(self, edit: Edit) -> None:
        """Remember a new edit; the oldest are forgotten when there are more than `limit`."""
        self._done.append(edit)
        del self._done[: -self.limit]
        self._undone.clear()

    def undo(self) -> Edit | None:
        """The edit that takes back the last one, or None."""
        if not self._done:
            return None
        edit = self._done.pop()
        self._undone.append(edit)
        return edit.inverse()

    def redo(self) -> Edit | None:
        """The edit that was undone last, to be made again, or None."""
        if not self._undone:
            return None
        edit = self._undone.pop()
        self._done.append(edit)
        return edit
