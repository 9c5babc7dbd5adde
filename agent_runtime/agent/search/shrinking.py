"""Takes out of a change what the check does not need: a small model rewrites more than it must, and what no test covers
is lost that way."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence


def smaller(old: str, new: str) -> Iterator[str]:
    """Texts between `old` and `new`, each with one difference less: the difference taken back, or, where lines were
    replaced by fewer, the first of the old lines kept above the new ones. The last differences come first."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    codes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    changes = [code for code in codes if code[0] != "equal"]
    for _, a, b, c, d in reversed(changes):
        if len(changes) > 1:
            yield _joined(after, c, d, before[a:b])
        if d > c and b - a > d - c:
            yield _joined(after, c, d, [*before[a : b - (d - c)], *after[c:d]])


def _joined(lines: Sequence[str], start: int, end: int, instead: Sequence[str]) -> str:
    return "".join([*lines[:start], *instead, *lines[end:]])
