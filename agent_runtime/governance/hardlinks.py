"""Tells whether a file with several names is a secret under another one.

A hard link has no direction: that another name lies outside the workspace cannot be seen from the file, and package
managers (pnpm, uv, cargo) make such links by the thousand. What can be told is that it is the same file as one that is
known to hold secrets: in the home, at the top of the workspace, or beside it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import PurePath

from agent_runtime.governance.secrets import SECRET_FOLDERS, SECRET_PATHS, is_secret

_MAX_LOOKED_AT = 4000


def is_linked_secret(status: os.stat_result, place: str, *, root: str, home: str) -> bool:
    """Whether the file at `place` (absolute), of which `status` was taken, has also the name of a known secret."""
    if status.st_nlink < 2:
        return False
    same = (status.st_dev, status.st_ino)
    folders = [root, os.path.dirname(place), home]  # noqa: PTH120 - paths stay text here
    folders += [f"{home}/{name}" for name in SECRET_FOLDERS]
    folders += ["/".join((home, *path[:-1])) for path in SECRET_PATHS if path[0].startswith(".")]
    folders += ["/".join((home, *path)) for path in SECRET_PATHS if path[0] == ".config"]
    return any((each.st_dev, each.st_ino) == same for folder in dict.fromkeys(folders) for each in _secrets(folder))


def _secrets(folder: str) -> Iterator[os.stat_result]:
    """The state of each file of a folder that is a secret by its name."""
    try:
        with os.scandir(folder) as entries:
            for number, entry in enumerate(entries):
                if number > _MAX_LOOKED_AT:
                    return
                if is_secret(PurePath(entry.path)) and entry.is_file(follow_symlinks=False):
                    yield entry.stat(follow_symlinks=False)
    except OSError:
        return
