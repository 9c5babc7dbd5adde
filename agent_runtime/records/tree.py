"""Reads and changes entries below one folder without following symbolic links on the way."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from agent_runtime.errors import RecordsError


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands at a path: a file's bytes or a link's target, and the permission bits."""

    kind: Literal["file", "link"]
    data: bytes
    mode: int = 0o644


class Tree:
    """The entries below `root`, by relative path. A parent that is a symbolic link is refused, so that a link
    swapped in after a check leads nowhere."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @contextlib.contextmanager
    def parent(self, relative: str, *, create: bool = False) -> Iterator[tuple[int, str]]:
        """A descriptor of the folder of `relative`, and the last name.

        Raises:
            RecordsError: the path is not inside, or a folder on the way is a link.
            FileNotFoundError: a folder is missing (and not created).
        """
        parts = relative.split("/")
        if relative.startswith("/") or any(part in ("", ".", "..") or "\0" in part for part in parts):
            raise RecordsError(f"{relative!r} is no path inside {self.root}.")
        fd = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            for part in parts[:-1]:
                if create:
                    with contextlib.suppress(FileExistsError):
                        os.mkdir(part, 0o777, dir_fd=fd)
                try:
                    inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=fd)
                except OSError as error:
                    if error.errno in (errno.ELOOP, errno.ENOTDIR):
                        if stat.S_ISLNK(os.stat(part, dir_fd=fd, follow_symlinks=False).st_mode):
                            raise RecordsError(f"{relative!r}: {part!r} is a symbolic link.") from error
                        raise FileNotFoundError(errno.ENOENT, "not a folder", relative) from error
                    raise
                os.close(fd)
                fd = inner
            yield fd, parts[-1]
        finally:
            os.close(fd)

    def read(self, relative: str) -> Entry | None:
        """The entry, `None` when there is none.

        Raises:
            RecordsError: it is neither a regular file nor a link.
        """
        try:
            with self.parent(relative) as (fd, name):
                info = os.stat(name, dir_fd=fd, follow_symlinks=False)
                if stat.S_ISLNK(info.st_mode):
                    return Entry("link", os.fsencode(os.readlink(name, dir_fd=fd)), 0o777)
                if not stat.S_ISREG(info.st_mode):
                    raise RecordsError(f"{relative!r} is no regular file.")
                file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=fd)
                with open(file, "rb") as stream:  # noqa: PTH123 - a descriptor
                    return Entry("file", stream.read(), stat.S_IMODE(info.st_mode))
        except FileNotFoundError:
            return None

    def missing_parents(self, relative: str) -> list[str]:
        """Folders that would have to be made for this path, outermost first."""
        parts = relative.split("/")[:-1]
        for index in range(len(parts)):
            path = "/".join(parts[: index + 1])
            if not (self.root / path).is_dir():
                return ["/".join(parts[: stop + 1]) for stop in range(index, len(parts))]
        return []

    def write_temporary(self, relative: str, temporary: str, entry: Entry) -> None:
        """Write an entry under another name in the same folder, durably, without touching the real one."""
        with self.parent(relative, create=True) as (fd, name):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary, dir_fd=fd)
            if entry.kind == "link":
                os.symlink(os.fsdecode(entry.data), temporary, dir_fd=fd)
                return
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
            file = os.open(temporary, flags, 0o600, dir_fd=fd)
            with open(file, "wb") as stream:  # noqa: PTH123 - a descriptor
                stream.write(entry.data)
                with contextlib.suppress(FileNotFoundError, PermissionError):
                    owner = os.stat(name, dir_fd=fd, follow_symlinks=False)
                    os.fchown(stream.fileno(), owner.st_uid, owner.st_gid)
                os.fchmod(stream.fileno(), entry.mode)
                stream.flush()
                os.fsync(stream.fileno())

    def rename_within(self, relative: str, temporary: str) -> None:
        """Put the temporary in place, atomically."""
        with self.parent(relative) as (fd, name):
            os.rename(temporary, name, src_dir_fd=fd, dst_dir_fd=fd)
            os.fsync(fd)

    def unlink(self, relative: str, name: str | None = None) -> bool:
        """Remove an entry (or its sibling `name`); whether there was one."""
        try:
            with self.parent(relative) as (fd, last):
                os.unlink(name or last, dir_fd=fd)
                os.fsync(fd)
        except FileNotFoundError:
            return False
        return True

    def exists(self, relative: str, name: str | None = None) -> bool:
        """Whether an entry (or its sibling `name`) is there, link or not."""
        try:
            with self.parent(relative) as (fd, last):
                os.stat(name or last, dir_fd=fd, follow_symlinks=False)
        except FileNotFoundError:
            return False
        return True

    def remove_empty(self, folders: list[str]) -> None:
        """Remove those of the folders that are empty, innermost first."""
        for folder in sorted(folders, key=lambda item: -item.count("/")):
            with contextlib.suppress(OSError, RecordsError), self.parent(folder) as (fd, name):
                os.rmdir(name, dir_fd=fd)
