"""Reads SEARCH/REPLACE blocks, which small models write in place of a diff."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from agent_runtime.errors import EditFailed
from agent_runtime.tools.diffs import FileDiff, Hunk, HunkLine

_SEARCH = re.compile(r"^<{5,9} ?SEARCH\s*>?$")
_DIVIDER = re.compile(r"^={5,9}\s*$")
_REPLACE = re.compile(r"^>{5,9} ?REPLACE\s*$")
_FENCE = re.compile(r"^\s*(```|~~~)")
_DIFF = re.compile(r"^(diff --git |--- |\+\+\+ |@@)")
_SHAPE = (
    "PATH, then '<<<<<<< SEARCH', the old lines, '=======', the new lines, '>>>>>>> REPLACE', each on its own line."
)


def parse_blocks(text: str) -> list[FileDiff] | None:
    """The changes of a text that consists of SEARCH/REPLACE blocks; `None` when it is something else.

    Raises:
        EditFailed: a block is torn, or names no file.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    if not any(_SEARCH.match(line) for line in lines):
        return None
    files: list[FileDiff] = []
    path = ""
    at = 0
    while at < len(lines):
        line = lines[at]
        if not _SEARCH.match(line):
            if _DIFF.match(line):
                return None  # a diff of a file that holds such marks
            if line.strip() and not _FENCE.match(line):
                path = _path(line)
            at += 1
            continue
        old, at = _until(lines, at + 1, _DIVIDER, "=======")
        new, at = _until(lines, at + 1, _REPLACE, ">>>>>>> REPLACE")
        at += 1
        if any(_DIVIDER.match(row) for row in new):
            raise EditFailed(
                "A SEARCH block has two '=======' lines: which one divides old from new is unknown.",
                recovery="Send a unified diff for this part, or use edit_lines.",
            )
        if not path:
            raise EditFailed("A SEARCH block has no line with its file's path before it.", recovery=f"Write {_SHAPE}")
        file = next((known for known in files if known.old_path == path), None)
        if file is None:
            file = FileDiff(path, path)
            files.append(file)
        file.hunks.append(Hunk(tuple(_hunk_lines(old, new))))
    return files


def _until(lines: Sequence[str], start: int, mark: re.Pattern[str], shown: str) -> tuple[list[str], int]:
    """The lines up to a mark, and where it stands."""
    for at in range(start, len(lines)):
        if mark.match(lines[at]):
            return list(lines[start:at]), at
        if _SEARCH.match(lines[at]):
            break
    raise EditFailed(f"A SEARCH block has no {shown!r} line.", recovery=f"Write {_SHAPE}")


def _path(line: str) -> str:
    """A path as models write it: with a label, a heading mark, back-ticks or a colon around it."""
    text = re.sub(r"^(#+|//|\*+|-|file(name|path)?:|path:)\s*", "", line.strip(), flags=re.IGNORECASE)
    return text.strip().rstrip(":").strip("`*'\" ").removeprefix("./")


def _hunk_lines(old: Sequence[str], new: Sequence[str]) -> Iterator[HunkLine]:
    """The lines both have are context: the file keeps its own form of them."""
    for tag, a0, a1, b0, b1 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (HunkLine(" ", line) for line in old[a0:a1])
            continue
        yield from (HunkLine("-", line) for line in old[a0:a1])
        yield from (HunkLine("+", line) for line in new[b0:b1])
