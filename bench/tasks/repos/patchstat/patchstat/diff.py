"""Reads what `git diff` prints."""

import re
from dataclasses import dataclass

_FILE = re.compile(r"diff --git a/(.+) b/(.+)")
_HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")


class BadDiff(Exception):
    """The text is not a diff, or it breaks off."""


@dataclass
class FileStat:
    path: str
    added: int = 0
    deleted: int = 0
    status: str = "changed"
    """changed, new, deleted or renamed"""
    binary: bool = False
    """Whether git shows no lines of it."""

    @property
    def churn(self):
        """The lines added and deleted together."""
        return self.added + self.deleted


def parse_diff(text):
    """The files of a diff, in its order; a renamed file has its new path."""
    stats = []
    old_left = new_left = 0  # what is still to come of the hunk, in lines of the old and of the new file
    for number, line in enumerate(text.splitlines(), 1):
        if old_left or new_left:
            mark = line[:1]
            if mark == "+":
                stats[-1].added += 1
                new_left -= 1
            elif mark == "-":
                stats[-1].deleted += 1
                old_left -= 1
            elif mark in ("", " "):
                old_left -= 1
                new_left -= 1
            elif mark != "\\":
                raise BadDiff(f"line {number}: the hunk breaks off")
        elif match := _FILE.fullmatch(line):
            stats.append(FileStat(match[2]))
        elif match := _HUNK.match(line):
            if not stats:
                raise BadDiff(f"line {number}: a hunk before the first file")
            old_left, new_left = _length(match[1]), _length(match[2])
        elif stats:
            _header(stats[-1], line)
    if old_left or new_left:
        raise BadDiff("the last hunk breaks off")
    return stats


def _length(text):
    """The lines of one side of a hunk; git leaves out a 1."""
    return 1 if text is None else int(text)


def _header(stat, line):
    """Take over what a line between `diff --git` and the first hunk says of the file."""
    if line.startswith("new file mode"):
        stat.status = "new"
    elif line.startswith("deleted file mode"):
        stat.status = "deleted"
    elif line.startswith("rename to "):
        stat.status = "renamed"
    elif line.startswith("Binary files "):
        stat.binary = True
