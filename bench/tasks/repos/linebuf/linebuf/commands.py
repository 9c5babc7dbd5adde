"""The language of commands."""

from pathlib import Path

from linebuf.buffer import Buffer
from linebuf.marks import NoMark


class CommandError(Exception):
    """A command that can't be run."""


class Session:
    """Runs commands on a buffer, and remembers the line that it is at."""

    def __init__(self, buffer: Buffer, path: Path | None = None) -> None:
        self.buffer = buffer
        self.path = path
        self.current = 0

    def run(self, command: str) -> list[str]:
        """Run a command; returns the lines that it prints."""
        name, _, rest = command.partition(" ")
        try:
            return self._run(name, rest)
        except NoMark as error:
            raise CommandError(f"no mark {error.args[0]}") from None
        except (IndexError, ValueError) as error:
            raise CommandError(str(error)) from None

    def _run(self, name: str, rest: str) -> list[str]:
        first, _, text = rest.partition(" ")
        if name == "a":
            self.current = self._number(first) + 1
            self.buffer.insert(self.current, text)
        elif name == "c":
            self.current = self._number(first)
            self.buffer.change(self.current, text)
        elif name == "d":
            self.buffer.delete(*[self._number(number) for number in rest.split()])
        elif name == "m":
            self.buffer.mark(text, self._number(first))
        elif name == "f":
            return self._find(rest)
        elif name in ("u", "r"):
            if not (self.buffer.undo() if name == "u" else self.buffer.redo()):
                raise CommandError("nothing to undo" if name == "u" else "nothing to redo")
        elif name == "p":
            return [f"{number:>4}  {line}" for number, line in enumerate(self.buffer.lines, 1)]
        elif name == "w":
            if self.path is None:
                raise CommandError("no file to write to")
            self.buffer.save(self.path)
        else:
            raise CommandError(f"unknown command {name}")
        return []

    def _number(self, text: str) -> int:
        if text == "$":
            return len(self.buffer)
        if text.startswith("'"):
            return self.buffer.marked(text[1:])
        if not text.isdecimal():
            raise CommandError(f"not a line: {text}")
        return int(text)

    def _find(self, text: str) -> list[str]:
        found = self.buffer.find(text, min(self.current, len(self.buffer)))
        if found is None:
            raise CommandError(f"not found: {text}")
        self.current = found
        return [f"{found:>4}  {self.buffer.line(found)}"]
