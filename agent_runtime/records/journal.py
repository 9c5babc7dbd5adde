"""Append-only files of a run: written at once, never lost by a full disk, read up to the last whole line."""

from __future__ import annotations

import errno
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

MAX_PENDING_BYTES = 32 << 20
"""What is held in memory while a disk is full."""

Notice = Callable[[str], None]


class AppendFile:
    """Whole lines, one `write` each, `O_APPEND`, 0600. While the disk refuses, lines wait in memory and are written,
    in order, before the next one; `on_trouble` hears of it once. Safe between threads."""

    def __init__(self, path: Path, on_trouble: Notice | None = None) -> None:
        self.path = path
        self._on_trouble = on_trouble
        self._lock = threading.Lock()
        self._fd = -1
        self._torn = False
        self._waiting: deque[bytes] = deque()
        self._waiting_bytes = 0
        self._told = False

    def append(self, line: bytes) -> bool:
        """Write one line (without its newline). `False` when it had to be kept in memory for now."""
        with self._lock:
            self._waiting.append(line + b"\n")
            self._waiting_bytes += len(line) + 1
            try:
                self._flush()
                return True
            except OSError as error:
                trouble = None if self._told else error
                self._told = True
                while self._waiting_bytes > MAX_PENDING_BYTES:
                    self._waiting_bytes -= len(self._waiting.popleft())
        if trouble is not None and self._on_trouble is not None:
            self._on_trouble(f"{self.path} cannot be written ({trouble.strerror}); the run goes on, its record waits.")
        return False

    def _flush(self) -> None:
        if self._fd < 0:
            self._fd = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._torn = _ends_torn(self._fd)
        while self._waiting:
            line = self._waiting[0]
            data = b"\n" + line if self._torn else line
            written = os.write(self._fd, data)
            if written != len(data):
                # The rest would not fit. The line is written again as a whole, later.
                self._torn = written > 0 and not _taken_back(self._fd, data[:written])
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            self._torn = False
            self._waiting.popleft()
            self._waiting_bytes -= len(line)

    def close(self) -> None:
        """Try once more to write what waits, and close. A later `append` opens the file again."""
        with self._lock:
            try:
                self._flush() if self._waiting else None
            except OSError:
                self._told = True
            if self._fd >= 0:
                os.close(self._fd)
                self._fd = -1


def _ends_torn(fd: int) -> bool:
    size = os.fstat(fd).st_size
    return size > 0 and os.pread(fd, 1, size - 1) != b"\n"


def _taken_back(fd: int, part: bytes) -> bool:
    """Cut the part of a line off again, when it still stands at the end. Else readers skip it."""
    start = os.fstat(fd).st_size - len(part)
    if start < 0 or os.pread(fd, len(part), start) != part:
        return False
    os.ftruncate(fd, start)
    return True


def read_lines(path: Path, offset: int = 0) -> Iterator[tuple[bytes, int]]:
    """Each whole line from `offset` with the offset after it. A last line without its newline is left out: it is
    still being written, or torn. Holds one line at a time."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        file.seek(offset)
        for line in file:
            if not line.endswith(b"\n"):
                return
            offset += len(line)
            yield line[:-1], offset


def whole_lines_end(path: Path) -> int:
    """The offset after the last whole line; 0 when there is none."""
    try:
        with path.open("rb") as file:
            end = file.seek(0, os.SEEK_END)
            while end > 0:
                start = max(0, end - 65536)
                file.seek(start)
                found = file.read(end - start).rfind(b"\n")
                if found >= 0:
                    return start + found + 1
                end = start
    except FileNotFoundError:
        return 0
    return 0
