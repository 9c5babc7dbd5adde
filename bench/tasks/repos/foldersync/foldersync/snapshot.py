"""What is in a folder."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from foldersync.ignore import Rules


@dataclass(frozen=True)
class FileState:
    size: int
    digest: str


def take_snapshot(folder, rules=None):
    """The state of each file in a folder, by its path, without those that the rules ignore."""
    rules = rules or Rules()
    folder = Path(folder)
    snapshot = {}
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder).as_posix()
        if file.is_file() and not rules.ignores(path):
            content = file.read_bytes()
            snapshot[path] = FileState(len(content), hashlib.sha256(content).hexdigest())
    return snapshot
