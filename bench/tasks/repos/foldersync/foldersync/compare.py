"""How two snapshots differ."""

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Changes:
    """What has to happen to the target: paths in alphabetical order, and of moved files the old and the new one."""

    added: list[str]
    changed: list[str]
    removed: list[str]
    moved: list[tuple[str, str]]

    def __bool__(self):
        return bool(self.added or self.changed or self.removed or self.moved)


def compare(source, target):
    """The changes that make a target the same as the source."""
    added = sorted(source.keys() - target.keys())
    removed = sorted(target.keys() - source.keys())
    changed = sorted(path for path in source.keys() & target.keys() if source[path].digest != target[path].digest)
    moved = _moves(source, target, added, removed)
    old, new = {old for old, _ in moved}, {new for _, new in moved}
    return Changes(
        [path for path in added if path not in new],
        changed,
        [path for path in removed if path not in old],
        moved,
    )


def _moves(source, target, added, removed):
    """The pairs of a removed and an added file with the same content, if no other removed or added file has it."""
    counts = Counter(source[path].digest for path in added)
    gone = Counter(target[path].digest for path in removed)
    by_digest = {target[path].digest: path for path in removed}
    return [
        (by_digest[source[path].digest], path)
        for path in added
        if counts[source[path].digest] == gone[source[path].digest] == 1
    ]
