"""Tells which folders have changed since the last look, by inotify(7).

The kernel queues an event before the call that caused it returns: what a command did before it ended has been told.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import struct
import weakref
from dataclasses import dataclass
from pathlib import Path

_MODIFY_DIR = 0x40 | 0x80 | 0x100 | 0x200  # moved from, moved to, create, delete
_ATTRIB, _DELETE_SELF, _MOVE_SELF = 0x4, 0x400, 0x800
_UNMOUNT, _OVERFLOW, _IGNORED = 0x2000, 0x4000, 0x8000
_ONLYDIR, _DONT_FOLLOW, _EXCL_UNLINK = 0x01000000, 0x02000000, 0x04000000
_WANTED = _MODIFY_DIR | _ATTRIB | _DELETE_SELF | _MOVE_SELF | _ONLYDIR | _DONT_FOLLOW | _EXCL_UNLINK
_HEAD = struct.Struct("iIII")
_READ_BYTES = 1 << 18
_FLAGS = os.O_NONBLOCK | os.O_CLOEXEC
_SHARE = 4
"""At most one part in so many of the watches a user may have: editors need them too."""

# ext, xfs, btrfs, tmpfs, overlay, f2fs, zfs, bcachefs: a network file system does not tell what others change.
_LOCAL = frozenset({0xEF53, 0x58465342, 0x9123683E, 0x01021994, 0x794C7630, 0xF2F52010, 0x2FC12FC1, 0xCA451A4E})
_libc = ctypes.CDLL(None, use_errno=True)


class WatchLost(Exception):
    """Events are missing, or nothing can be watched here: every folder has to be looked at."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Watch numbers of folders: with other entries than before, and those gone from where they were."""

    changed: set[int]
    moved: set[int]


class Watches:
    """The watched folders of one tree.

    Raises (every method):
        WatchLost
    """

    def __init__(self, root: Path) -> None:
        if not _is_local(root):
            raise WatchLost(f"{str(root)!r} is not on a local file system.")
        self.left = _allowed()
        self._fd = _libc.inotify_init1(ctypes.c_int(_FLAGS))
        if self._fd < 0:
            raise WatchLost(os.strerror(ctypes.get_errno()))
        self._close = weakref.finalize(self, os.close, self._fd)

    def close(self) -> None:
        """Give every watch back."""
        self._close()

    def add(self, path: str) -> int:
        """Watch a folder; -1 when there is none. A folder that is watched already keeps its number."""
        if self.left <= 0:
            raise WatchLost("There are more folders than may be watched.")
        number = int(_libc.inotify_add_watch(self._fd, os.fsencode(path), ctypes.c_uint32(_WANTED)))
        if number < 0:
            problem = ctypes.get_errno()
            if problem in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EACCES):
                return -1
            raise WatchLost(os.strerror(problem))
        self.left -= 1
        return number

    def drop(self, number: int) -> None:
        """Stop watching a folder; one that is gone is not watched any more."""
        if _libc.inotify_rm_watch(self._fd, ctypes.c_int(number)) == 0:
            self.left += 1

    def changes(self) -> Changes:
        """What was told since the last call; nothing when both sets are empty."""
        found = Changes(set(), set())
        while True:
            data = b""
            with contextlib.suppress(BlockingIOError):
                data = os.read(self._fd, _READ_BYTES)
            if not data:
                return found
            offset = 0
            while offset < len(data):
                number, mask, _, length = _HEAD.unpack_from(data, offset)
                offset += _HEAD.size + length
                if mask & (_OVERFLOW | _UNMOUNT):
                    raise WatchLost("More has changed than could be told.")
                if mask & (_DELETE_SELF | _MOVE_SELF | _IGNORED):
                    found.moved.add(number)
                elif mask & _MODIFY_DIR or not length:  # of the folder itself: who may look into it
                    found.changed.add(number)


def mounts() -> bytes:
    """What is mounted: a mount over a watched folder is not told."""
    try:
        return Path("/proc/self/mountinfo").read_bytes()
    except OSError as error:
        raise WatchLost(str(error)) from error


def _allowed() -> int:
    try:
        return int(Path("/proc/sys/fs/inotify/max_user_watches").read_text("ascii")) // _SHARE
    except (OSError, ValueError) as error:
        raise WatchLost(str(error)) from error


def _is_local(root: Path) -> bool:
    buffer = ctypes.create_string_buffer(256)
    if _libc.statfs(os.fsencode(root), buffer) != 0:
        return False
    return int.from_bytes(buffer.raw[:4], "little") in _LOCAL
