"""Holds absent protected names while a command runs, and takes back those that it made."""

from __future__ import annotations

import contextlib
import os
import stat
import threading
from collections.abc import Sequence
from pathlib import Path, PurePath

from agent_runtime.governance.index import Findings

PROTECTED = (".git", ".agent-runtime", "policy.toml", ".env")
"""Names at the root that a command must not even create."""

_OWN_COMMONDIR = ".\n"
"""Says to git that the folder's own configuration is the one to use, as without the file."""


class Placeholders:
    """Empty stand-ins for absent protected names, so that something can be mounted there while a command runs.

    Only what is still empty is ever removed. `.env` is a file (a Makefile may include it), the others are folders,
    which git and our own readers pass over; with `folders_only` it is one too, so that `git add .` does not take it.
    """

    _users: dict[Path, int] = {}  # noqa: RUF012 (shared by all sandboxes of the process on purpose)
    _lock = threading.Lock()

    def __init__(self, paths: Sequence[Path], *, folders_only: bool = False) -> None:
        self._paths = list(paths)
        self._folders_only = folders_only
        self._held: list[Path] = []

    def __enter__(self) -> list[Path]:
        with self._lock:
            for path in self._paths:
                if path not in self._users:
                    try:
                        if path.name.startswith((".env", "config")) and not self._folders_only:
                            path.touch(0o444, exist_ok=False)
                        elif path.name == "commondir":
                            with path.open("x", encoding="ascii") as stream:
                                stream.write(_OWN_COMMONDIR)
                        else:
                            path.mkdir(0o555)
                    except OSError:
                        continue  # it exists, or nothing can be created here by the command either
                    self._users[path] = 0
                self._users[path] += 1
                self._held.append(path)
        return self._held

    def __exit__(self, *_: object) -> None:
        with self._lock:
            for path in self._held:
                self._users[path] -= 1
                if self._users[path] == 0:
                    del self._users[path]
                    _remove_if_empty(path)


def _remove_if_empty(path: Path) -> None:
    with contextlib.suppress(OSError):
        status = path.lstat()
        if stat.S_ISDIR(status.st_mode):
            path.rmdir()
        elif stat.S_ISREG(status.st_mode) and (status.st_size == 0 or _is_own_commondir(path, status)):
            path.unlink()


def _is_own_commondir(path: Path, status: os.stat_result) -> bool:
    return status.st_size == len(_OWN_COMMONDIR) and path.read_text("ascii", "replace") == _OWN_COMMONDIR


def take_back(root: Path, before: Findings, after: Findings, *, keep_git: bool, attic: Path) -> list[str]:
    """Move protected names that a command has created out of the workspace; return them.

    They are kept in `attic`: a person may have written one of them while the command ran.
    """
    known = set(before.protected.values())
    fresh = [
        name
        for name, inode in after.protected.items()
        if inode not in known and (name not in before.protected or _moved_along(root, name, before))
    ]
    fresh += [
        name
        for name in after.links
        if name not in {*before.links, *before.protected} or _moved_along(root, name, before)
    ]
    taken = []
    for name in sorted(fresh):
        if keep_git and PurePath(name).name == ".git":
            continue
        taken.append(name)
        _remove(root / name, attic / f"{len(taken)}-{PurePath(name).name}")
    for name, target in before.links.items():
        if after.links.get(name) != target and not _moved_along(root, name, before):
            taken.append(name)
            path = root / name
            if path.is_symlink() or path.exists():
                _remove(path, attic / f"{len(taken)}-{path.name}")
            path.symlink_to(target)
    return taken


def _moved_along(root: Path, name: str, before: Findings) -> bool:
    """Whether the folder that held a protected name was renamed or removed, and the name in it went along."""
    folder = str(PurePath(name).parent)
    try:
        status = (root / folder).lstat()
    except OSError:
        return True
    return before.holders.get("" if folder == "." else folder) != (status.st_dev, status.st_ino)


def _remove(path: Path, kept: Path) -> None:
    """Move it away in one step, whatever is in it and however its folders were locked.

    On another file system it would have to be copied, which a FIFO stops: there it gets a harmless name instead.
    """
    for each in (path.parent, path):
        with contextlib.suppress(OSError):
            status = each.lstat()
            if stat.S_ISDIR(status.st_mode):
                each.chmod(stat.S_IMODE(status.st_mode) | 0o700)
    try:
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.rename(kept)
    except OSError:
        path.rename(path.with_name(f"taken-back-{kept.parent.name}-{kept.name.lstrip('.0123456789-')}"))
