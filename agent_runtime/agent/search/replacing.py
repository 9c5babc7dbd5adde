"""Parts of a text, where they stand, and what comes in their place."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(order=True)
class Turn:
    """A part of a text, and what comes in its place."""

    rank: int
    """The smaller, the sooner it is tried."""
    start: int
    end: int = field(compare=False)
    new: str = field(compare=False)


class Source:
    """A text, and where the nodes of its tree stand in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines = text.split("\n")
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def span(self, node: ast.expr) -> tuple[int, int]:
        return self.at(node.lineno, node.col_offset), self.at(node.end_lineno or 0, node.end_col_offset or 0)

    def line(self, index: int) -> int:
        """The number of the line, from 1, that an index into the text is in."""
        return bisect_right(self._starts, index)

    def at(self, line: int, column: int) -> int:
        """An index into the text; columns of a tree are counted in bytes of UTF-8."""
        return self._starts[line - 1] + len(self._lines[line - 1].encode()[:column].decode("utf-8", "replace"))

    def at_character(self, line: int, column: int) -> int:
        """An index into the text; columns of a token are counted in characters."""
        return self._starts[line - 1] + column

    def between(self, one: ast.expr, other: ast.expr) -> tuple[int, str]:
        start, end = self.span(one)[1], self.span(other)[0]
        return start, self.text[start:end]

    def of(self, node: ast.expr) -> str:
        start, end = self.span(node)
        return self.text[start:end]

    def lines(self, node: ast.stmt) -> tuple[int, int] | None:
        """Where the whole lines of a statement are; `None` where it shares a line with others, or holds a text of
        several lines."""
        start, end = self._starts[node.lineno - 1], self._starts[node.end_lineno or 0]
        first, last = self._lines[node.lineno - 1], self._lines[(node.end_lineno or 0) - 1]
        behind = last.encode()[node.end_col_offset or 0 :].strip()
        alone = not first[: node.col_offset].strip() and (not behind or behind.startswith(b"#"))
        texts = (each for each in ast.walk(node) if isinstance(each, ast.Constant | ast.JoinedStr))
        if not alone or end > len(self.text) or any(each.lineno != each.end_lineno for each in texts):
            return None
        return start, end

    def indented(self, node: ast.stmt, like: ast.stmt) -> str:
        """The whole lines of a statement, as far to the right as another one."""
        before, now = (self._lines[each.lineno - 1][: each.col_offset] for each in (node, like))
        lines = self._lines[node.lineno - 1 : node.end_lineno]
        moved = (now + line.removeprefix(before) if line.startswith(before) else line for line in lines)
        return "".join(f"{line}\n" for line in moved)


def nodes(node: ast.AST) -> Iterator[ast.AST]:
    """All below a node but what stands in an f-string, whose positions are not right before Python 3.12."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.JoinedStr):
            yield child
            yield from nodes(child)
