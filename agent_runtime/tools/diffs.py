"""Reads unified diffs as small models write them: repairs the framing, then parses with unidiff."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from unidiff.errors import UnidiffParseError
from unidiff.patch import PatchSet

from agent_runtime.errors import EditFailed

NULL = "/dev/null"

_FENCE = re.compile(r"^\s*(```|~~~)")
_HUNK = re.compile(r"^@@+(?:\s|$)|^@@-")
_RANGES = re.compile(r"^@@+\s*-(\d+)(?:,(\d+))?\s+\+(\d+)(?:,(\d+))?\s*@@+ ?(.*)$")
_LOOSE_RANGE = re.compile(r"^@@+[^\d]*(\d+)?.*?(?:@@+ ?(.*))?$")
_HEADER_TAIL = re.compile(r"\t.*$|\s+\d{4}-\d\d-\d\d[ T]\d\d:.*$|\s+\((?:original|modified|old|new|before|after)\)$")
_MODE = re.compile(r"^(old|new|new file|deleted file) mode (\d{6})$")
_STARRED = re.compile(r"^\*\*\* (Update|Add|Delete) File: (.+)$")
_GIT_LINES = re.compile(
    r"^(index |similarity |dissimilarity |rename |copy |old mode |new mode |new file |deleted file )"
)


@dataclass(frozen=True, slots=True)
class HunkLine:
    """One line of a hunk, without its ending."""

    tag: Literal[" ", "-", "+"]
    text: str
    newline: bool = True
    """`False` when `\\ No newline at end of file` follows."""
    loose: bool = False
    """It had no prefix: a context line, or prose after the diff."""


@dataclass(frozen=True, slots=True)
class Hunk:
    """One change with its surroundings."""

    lines: tuple[HunkLine, ...]
    old_start: int | None = None
    new_start: int | None = None
    counted: bool = False
    """The header's counts agree with the lines."""
    section: str = ""

    @property
    def old(self) -> tuple[HunkLine, ...]:
        return tuple(line for line in self.lines if line.tag != "+")

    @property
    def new(self) -> tuple[HunkLine, ...]:
        return tuple(line for line in self.lines if line.tag != "-")


@dataclass(slots=True)
class FileDiff:
    """What a diff says about one file."""

    old_path: str
    new_path: str
    hunks: list[Hunk] = field(default_factory=list)
    rename: bool = False
    delete: bool = False
    create: bool = False
    mode: int | None = None


@dataclass(slots=True)
class _RawHunk:
    header: str
    body: list[str]
    loose: list[bool]
    counted: bool


class _Reader:
    """Walks the lines of a diff once; collects files and what had to be repaired."""

    def __init__(self, lines: Sequence[str], *, fenced: bool) -> None:
        self.lines = lines
        self.at = 0
        self.fenced = fenced
        self.files: list[FileDiff] = []
        self.repairs: list[str] = []
        self.raw: list[tuple[FileDiff, _RawHunk]] = []
        self.orphan = False

    def repaired(self, what: str) -> None:
        if what not in self.repairs:
            self.repairs.append(what)

    def peek(self, ahead: int = 0) -> str:
        index = self.at + ahead
        return self.lines[index] if index < len(self.lines) else ""

    def is_header(self, ahead: int = 0) -> bool:
        """Whether a file header starts here, rather than a removed line `-- ...` or an added `++ ...`."""
        line = self.peek(ahead)
        if line.startswith(("diff --git ", "diff -", "Index: ")) or _STARRED.match(line):
            return True
        if line.startswith("--- "):
            return self.peek(ahead + 1).startswith("+++ ")
        return line.startswith("+++ ") and bool(_HUNK.match(self.peek(ahead + 1)))

    def read(self) -> None:
        current: FileDiff | None = None
        while self.at < len(self.lines):
            line = self.peek()
            if line.startswith("diff --git "):
                current = self.git_header(line)
            elif match := _STARRED.match(line):
                current = self.starred(match[1], match[2].strip())
            elif line.startswith(("--- ", "+++ ")):
                current = self.plain_header(current)
            elif _HUNK.match(line):
                if current is None:
                    self.orphan = True
                    self.at += 1
                    continue
                self.hunk(current)
            elif line.startswith(("GIT binary patch", "Binary files ")):
                raise EditFailed("The diff changes a binary file.", recovery="Only text files can be edited.")
            elif current and not current.hunks and not self.has_hunks(current) and _GIT_LINES.match(line):
                self.git_line(current, line)
                self.at += 1
            elif current and current.create and line.startswith("+") and not self.has_hunks(current):
                self.hunk(current, header="@@")
            elif current and line.startswith(("+", "-")) and not self.has_hunks(current):
                self.repaired("a missing @@ line")
                self.hunk(current, header="@@")
            else:
                self.at += 1

    def has_hunks(self, file: FileDiff) -> bool:
        return any(owner is file for owner, _ in self.raw)

    def git_header(self, line: str) -> FileDiff:
        old, new = _git_paths(line[len("diff --git ") :])
        file = FileDiff(old, new)
        self.files.append(file)
        self.at += 1
        return file

    def git_line(self, file: FileDiff, line: str) -> None:
        if match := _MODE.match(line):
            if match[2] == "120000" or match[2] == "160000":
                raise EditFailed(
                    "The diff changes a symbolic link or a submodule.", recovery="Only regular files can be edited."
                )
            file.create |= match[1] == "new file"
            file.delete |= match[1] == "deleted file"
            if match[1] in ("new", "new file"):
                file.mode = int(match[2], 8) & 0o777
        elif line.startswith("rename from "):
            file.old_path, file.rename = _unquote(line[len("rename from ") :]), True
        elif line.startswith("rename to "):
            file.new_path, file.rename = _unquote(line[len("rename to ") :]), True
        elif line.startswith("copy "):
            raise EditFailed("The diff copies a file.", recovery="Create the new file with write_file instead.")

    def starred(self, verb: str, path: str) -> FileDiff:
        self.repaired("'*** File' headers")
        file = FileDiff(path, path, create=verb == "Add", delete=verb == "Delete")
        self.files.append(file)
        self.at += 1
        return file

    def plain_header(self, current: FileDiff | None) -> FileDiff:
        old = new = ""
        if self.peek().startswith("--- "):
            old = _header_path(self.peek()[4:])
            self.at += 1
        if self.peek().startswith("+++ "):
            new = _header_path(self.peek()[4:])
            self.at += 1
        if not old or not new:
            self.repaired("a missing --- or +++ line")
        old, new = old or new, new or old
        old_path, new_path = _strip_prefixes(old, new)
        if current is None or self.has_hunks(current) or not self.git_owned(current):
            current = FileDiff(old_path, new_path)
            self.files.append(current)
        elif not current.rename:
            current.old_path, current.new_path = old_path, new_path
        if old == NULL:
            current.create, current.old_path = True, current.new_path
        if new == NULL:
            current.delete, current.new_path = True, current.old_path
        return current

    def git_owned(self, file: FileDiff) -> bool:
        """Whether the file came from the `diff --git` line just above this header."""
        for line in reversed(self.lines[: self.at]):
            if line.startswith("diff --git "):
                return self.files[-1] is file
            if not (_GIT_LINES.match(line) or line.startswith(("--- ", "+++ "))):
                return False
        return False

    def hunk(self, file: FileDiff, header: str | None = None) -> None:
        if header is None:
            header = self.peek()
            self.at += 1
        raw = self.counted_body(header) or self.tolerant_body(header)
        if raw.body:
            self.raw.append((file, raw))

    def counted_body(self, header: str) -> _RawHunk | None:
        """The body by the header's counts, or `None` when they are wrong."""
        match = _RANGES.match(header)
        if not match:
            return None
        old_left, new_left = int(match[2] or 1), int(match[4] or 1)
        body: list[str] = []
        start = self.at
        while old_left > 0 or new_left > 0:
            if self.at >= len(self.lines):
                break
            line = self.peek()
            tag = line[:1] or " "
            if tag not in " +-\\\r":
                break
            old_left -= tag in " -\r"
            new_left -= tag in " +\r"
            body.append(line if line and line != "\r" else " " + line)
            self.at += 1
        following = self.peek()
        if following.startswith("\\"):
            body.append(following)
            self.at += 1
            following = self.peek()
        more = following[:1] in ("+", "-", " ") and following != "" and not self.is_header() and following.strip()
        if old_left or new_left or (more and not _FENCE.match(following)):
            self.at = start
            return None
        return _RawHunk(header, body, [False] * len(body), counted=True)

    def tolerant_body(self, header: str) -> _RawHunk:
        """The body up to what cannot belong to it; unprefixed lines are marked."""
        body: list[str] = []
        loose: list[bool] = []
        while self.at < len(self.lines):
            line = self.peek()
            if _HUNK.match(line) or self.is_header() or re.match(r"^\*\*\* End", line):
                break
            if line.startswith(("```", "~~~")) and (self.fenced or not any(map(str.strip, self.lines[self.at + 1 :]))):
                break
            prefixed = line[:1] in (" ", "+", "-", "\\")
            loose.append(not prefixed)
            body.append(line if prefixed else " " + line)
            self.at += 1
        if _RANGES.match(header):
            self.repaired("wrong line counts in a @@ line")
        else:
            self.repaired("a @@ line without line numbers")
        return _RawHunk(header, body, loose, counted=False)


def parse_diff(text: str) -> tuple[list[FileDiff], list[str]]:
    """The files of a diff and, in words, what was repaired.

    Raises:
        EditFailed: no diff in it, no file named, or it changes what is no text file.
    """
    lines, repairs, fenced = _unwrap(text)
    reader = _Reader(lines, fenced=fenced)
    reader.repairs.extend(repairs)
    reader.read()
    if not reader.files:
        what = "has no '--- a/PATH' and '+++ b/PATH' lines" if reader.orphan else "is no unified diff"
        raise EditFailed(
            f"The text {what}.",
            recovery="Start with '--- a/PATH', '+++ b/PATH', then '@@ -LINE,COUNT +LINE,COUNT @@' and the lines. "
            "Or call propose_patch(path, old, new).",
        )
    for file, raw in reader.raw:
        file.hunks.append(_to_hunk(raw))
    return reader.files, reader.repairs


def _unwrap(text: str) -> tuple[list[str], list[str], bool]:
    """Remove what is around a diff: a BOM, CRLF of the transport, an opening fence."""
    repairs: list[str] = []
    text = text.removeprefix("\ufeff")
    lines = text.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    headers = [line for line in lines if line.startswith(("--- ", "+++ ", "@@"))]
    if headers and all(line.endswith("\r") for line in headers):
        lines = [line.removesuffix("\r") for line in lines]
        repairs.append("CRLF line endings of the diff")
    if lines and not any(line.startswith(("--- ", "+++ ", "@@", "diff ", "*** ")) for line in lines):
        stripped = [line.strip() for line in lines]
        if any(line.startswith(("--- ", "+++ ")) for line in stripped):
            indent = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
            lines = [line[indent:] for line in lines]
            repairs.append("the indentation of the whole diff")
    fenced = False
    for index, line in enumerate(lines):
        if line.startswith(("--- ", "+++ ", "@@", "diff ", "*** ")):
            break
        if _FENCE.match(line):
            fenced = True
            lines = lines[index + 1 :]
            repairs.append("a code fence around the diff")
            break
    return lines, repairs, fenced


def _to_hunk(raw: _RawHunk) -> Hunk:
    old = sum(line[0] in " -" for line in raw.body)
    new = sum(line[0] in " +" for line in raw.body)
    clean = ["--- f\n", "+++ f\n", f"@@ -1,{old} +1,{new} @@\n", *(line + "\n" for line in raw.body)]
    try:
        parsed = list(PatchSet(clean)[0][0])
    except (UnidiffParseError, IndexError) as error:
        raise EditFailed(
            f"The part {raw.header!r} cannot be read as a diff: {error}.",
            recovery="Call propose_patch(path, old, new) instead.",
        ) from error
    loose = iter([flag for flag, line in zip(raw.loose, raw.body, strict=True) if not line.startswith("\\")])
    lines: list[HunkLine] = []
    for item in parsed:
        if item.line_type == "\\":
            if lines:
                last = lines[-1]
                lines[-1] = HunkLine(last.tag, last.text, False, last.loose)
            continue
        tag: Literal[" ", "-", "+"] = "+" if item.is_added else "-" if item.is_removed else " "
        lines.append(HunkLine(tag, str(item.value).removesuffix("\n"), True, next(loose)))
    if match := _RANGES.match(raw.header):
        return Hunk(tuple(lines), int(match[1]), int(match[3]), raw.counted, match[5].strip())
    match = _LOOSE_RANGE.match(raw.header)
    start = int(match[1]) if match and match[1] else None
    section = (match[2] or "").strip() if match else ""
    if not section and start is None:
        section = raw.header.strip("@ .")
    return Hunk(tuple(lines), start, None, False, section)


def _git_paths(text: str) -> tuple[str, str]:
    if text.startswith('"') or text.endswith('"'):
        parts = re.findall(r'"(?:[^"\\]|\\.)*"|\S+', text)
        if len(parts) == 2:
            return _strip_prefixes(_unquote(parts[0]), _unquote(parts[1]))
    # `a/x y b/x y`: the halves name the same file unless it is renamed, and then `rename` lines follow.
    middle = len(text) // 2
    if text[middle : middle + 1] == " ":
        return _strip_prefixes(text[:middle], text[middle + 1 :])
    old, _, new = text.partition(" ")
    return _strip_prefixes(old, new)


def _header_path(text: str) -> str:
    text = text.rstrip("\r")
    if text.startswith('"'):
        return _unquote(text)
    return _HEADER_TAIL.sub("", text).strip().strip("`'\"")


def _unquote(text: str) -> str:
    """Undo git's quoting of odd file names (octal bytes, C escapes)."""
    if not (len(text) >= 2 and text.startswith('"') and text.endswith('"')):
        return text
    data = text[1:-1].encode("utf-8").decode("unicode_escape").encode("latin-1", errors="ignore")
    return data.decode("utf-8", errors="replace")


def _strip_prefixes(old: str, new: str) -> tuple[str, str]:
    """Remove git's `a/` and `b/`, where both sides have them."""
    sides = [side for side in (old, new) if side != NULL]
    prefixed = all(re.match(r"^[abciow]/.", side) for side in sides)
    if prefixed and (len(sides) == 1 or old[2:] == new[2:] or (old[:2], new[:2]) == ("a/", "b/")):
        old = old if old == NULL else old[2:]
        new = new if new == NULL else new[2:]
    elif len(sides) == 2 and old[:2] == "a/" and new == old[2:]:
        old = new
    elif len(sides) == 2 and new[:2] == "b/" and old == new[2:]:
        new = old
    return old, new
