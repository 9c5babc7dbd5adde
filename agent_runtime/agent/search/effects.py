"""What a command does to the files of a throw-away copy."""

from __future__ import annotations

import os
import stat
from difflib import unified_diff
from pathlib import Path

from agent_runtime.agent.search.copies import LEFT_OUT, SHARED

MAX_FILE_BYTES = 1 << 16
MAX_BYTES = 4 << 20
"""Of all files together; what is beyond is not looked at."""
MAX_LINES = 12
"""Of each file's changes that are shown."""


def contents(root: Path) -> dict[str, str]:
    """The text of each small file, by its path; links are not followed, for what ran there may have made them."""
    found: dict[str, str] = {}
    left = MAX_BYTES
    for name, folders, files, folder in os.fwalk(root):
        folders[:] = sorted(each for each in folders if each not in LEFT_OUT | SHARED)
        for each in sorted(files):
            text = _read(each, folder)
            if text is not None and (left := left - len(text)) >= 0:
                found[Path(name, each).relative_to(root).as_posix()] = text
    return found


def _read(name: str, folder: int) -> str | None:
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    except OSError:
        return None
    with open(descriptor, "rb") as file:  # noqa: PTH123  # of a descriptor
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        raw = file.read(MAX_FILE_BYTES + 1)
    return raw.decode("utf-8", "replace") if len(raw) <= MAX_FILE_BYTES and b"\0" not in raw else None


def told(before: dict[str, str], after: dict[str, str]) -> str:
    """The lines that are others in each file; empty where there are none."""
    parts = []
    for path in sorted({*before, *after}):
        old, new = before.get(path, ""), after.get(path, "")
        if old != new or (path in before) != (path in after):
            lines = list(unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm=""))[2:]
            shown = [line for line in lines if not line.startswith("@@")][:MAX_LINES]
            parts.append("\n".join([f"{path} {'changes' if path in after else 'is gone'}:", *shown]))
    return "\n".join(parts)
