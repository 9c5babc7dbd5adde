"""Opens and changes files below a folder without ever following a link.

Every function takes the open root folder and a relative path without `..`. A link anywhere in the path, also one
swapped in after a check, makes it fail. See openat2(2); where the kernel lacks it, each folder is opened in turn.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import secrets
import stat
import struct
from collections.abc import Iterator
from pathlib import PurePath

_OPENAT2 = 437
_NO_MAGICLINKS, _NO_SYMLINKS, _BENEATH = 0x02, 0x04, 0x08
_BASE = os.O_CLOEXEC | os.O_NOFOLLOW
_FOLDER = os.O_PATH | os.O_DIRECTORY | _BASE
_libc = ctypes.CDLL(None, use_errno=True)


def open_beneath(root: int, path: PurePath, flags: int, mode: int = 0, *, use_openat2: bool = True) -> int:
    """Open a file or folder below `root`; the descriptor is closed on exec.

    Raises:
        OSError: `ELOOP` or `ENOTDIR` for a link in the path, `EXDEV` for a way out.
    """
    if use_openat2:
        how = struct.pack("=QQQ", flags | _BASE, mode, _BENEATH | _NO_SYMLINKS | _NO_MAGICLINKS)
        name = os.fsencode(path) or b"."
        number = _libc.syscall(
            ctypes.c_long(_OPENAT2), ctypes.c_int(root), name, ctypes.c_char_p(how), ctypes.c_size_t(len(how))
        )
        if number >= 0:
            return int(number)
        error = ctypes.get_errno()
        if error not in (errno.ENOSYS, errno.EPERM, errno.EINVAL, errno.E2BIG):
            raise OSError(error, os.strerror(error), str(path))
    return _walk(root, path, flags, mode)


def _walk(root: int, path: PurePath, flags: int, mode: int) -> int:
    parts = path.parts
    if path.is_absolute() or ".." in parts:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(path))
    if not parts:
        return os.open(".", flags | _BASE, mode, dir_fd=root)
    with contextlib.ExitStack() as stack:
        folder = root
        for part in parts[:-1]:
            folder = os.open(part, _FOLDER, dir_fd=folder)
            stack.callback(os.close, folder)
        return os.open(parts[-1], flags | _BASE, mode, dir_fd=folder)


@contextlib.contextmanager
def parent_of(root: int, path: PurePath) -> Iterator[int]:
    """The open folder that holds `path`."""
    number = open_beneath(root, path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield number
    finally:
        os.close(number)


def lstat(root: int, path: PurePath) -> os.stat_result:
    """Of the thing itself, never of what a link points to."""
    number = open_beneath(root, path.parent, _FOLDER)
    try:
        return os.stat(path.name or ".", dir_fd=number, follow_symlinks=False)
    finally:
        os.close(number)


def write_atomic(root: int, path: PurePath, data: bytes, mode: int) -> None:
    """Replace a file by a new one in one step, or leave it as it was; on the disk when it returns."""
    temporary = f".{path.name[:40]}.{secrets.token_hex(8)}.tmp"
    with parent_of(root, path) as folder:
        number = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BASE, 0o600, dir_fd=folder)
        try:
            with os.fdopen(number, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fchmod(stream.fileno(), stat.S_IMODE(mode))
                os.fsync(stream.fileno())
            os.rename(temporary, path.name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary, dir_fd=folder)
            raise
        os.fsync(folder)


def mkdirs(root: int, path: PurePath) -> None:
    """Make a folder and those above it; existing ones are fine, links are not."""
    for depth in range(1, len(path.parts) + 1):
        each = PurePath(*path.parts[:depth])
        with parent_of(root, each) as folder, contextlib.suppress(FileExistsError):
            os.mkdir(each.name, dir_fd=folder)
    os.close(open_beneath(root, path, _FOLDER))
