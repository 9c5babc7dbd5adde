"""The lines."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from linebuf.history import Edit, History
from linebuf.marks import Marks


class Buffer:
    """Lines, numbered from 1."""

    def __init__(self, lines: Iterable[str] = (), history: History | None = None) -> None:
        self._lines = list(lines)
        self._saved = list(self._lines)
        self._history = history or History()
        self._marks = Marks()

    def __len__(self) -> int:
        return len(self._lines)

    @property
    def lines(self) -> list[str]:
        return list(self._lines)

    @property
    def modified(self) -> bool:
        """Whether the text differs from what was loaded or saved last."""
        return self._lines != self._saved

    def line(self, number: int) -> str:
        self._check(number)
        return self._lines[number - 1]

    def insert(self, number: int, *texts: str) -> None:
        """Insert lines, the first of which gets this number."""
        if not 1 <= number <= len(self) + 1:
            raise IndexError(f"no place for line {number}")
        self._replace(number, 0, texts)

    def delete(self, first: int, last: int | None = None) -> None:
        """Delete a line, or all from the first to the last."""
        last = first if last is None else last
        self._check(first)
        self._check(last)
        if last < first:
            raise ValueError(f"{last} is before {first}")
        self._replace(first, last - first + 1, ())

    def change(self, number: int, text: str) -> None:
        self._check(number)
        self._replace(number, 1, (text,))

    def undo(self) -> bool:
        """Take back the last edit; whether there was one."""
        return self._apply(self._history.undo())

    def redo(self) -> bool:
        """Make the edit again that was undone last; whether there was one."""
        return self._apply(self._history.redo())

    def mark(self, name: str, number: int) -> None:
        self._check(number)
        self._marks.set(name, number)

    def marked(self, name: str) -> int:
        """The number of the line with a mark; NoMark if there is none."""
        return self._marks.get(name)

    def marks(self) -> list[str]:
        return self._marks.names()

    def find(self, text: str, after: int = 0) -> int | None:
        """The number of the next line with a text; goes on at the top when the end is reached."""
        numbers = [*range(after + 1, len(self) + 1), *range(1, after + 1)]
        return next((number for number in numbers if text in self._lines[number - 1]), None)

    def save(self, path: Path) -> None:
        path.write_text("".join(f"{line}\n" for line in self._lines), encoding="utf-8")
        self._saved = list(self._lines)

    @classmethod
    def load(cls, path: Path) -> Buffer:
        return cls(path.read_text(encoding="utf-8").splitlines())

    def _check(self, number: int) -> None:
        if not 1 <= number <= len(self):
            raise IndexError(f"no line {number}")

    def _replace(self, at: int, count: int, texts: Iterable[str]) -> None:
        edit = Edit(at, tuple(self._lines[at - 1 : at - 1 + count]), tuple(texts))
        self._history.record(edit)
        self._apply(edit)

    def _apply(self, edit: Edit | None) -> bool:
        if edit is None:
            return False
        self._lines[edit.at - 1 : edit.at - 1 + len(edit.removed)] = edit.added
        self._marks.follow(edit)
        return True
