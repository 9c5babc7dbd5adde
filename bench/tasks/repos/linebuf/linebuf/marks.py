"""Names for lines."""

from linebuf.history import Edit


class NoMark(KeyError):
    """There is no mark of that name."""


class Marks:
    def __init__(self) -> None:
        self._lines: dict[str, int] = {}

    def set(self, name: str, line: int) -> None:
        self._lines[name] = line

    def get(self, name: str) -> int:
        if name not in self._lines:
            raise NoMark(name)
        return self._lines[name]

    def names(self) -> list[str]:
        """All names, by line."""
        return sorted(self._lines, key=lambda name: (self._lines[name], name))

    def follow(self, edit: Edit) -> None:
        """Move the marks along with the text."""
        behind = edit.at + len(edit.removed)
        for name, line in list(self._lines.items()):
            if line >= behind:
                self._lines[name] = line + len(edit.added) - len(edit.removed)
            elif line >= edit.at + len(edit.added):
                del self._lines[name]
