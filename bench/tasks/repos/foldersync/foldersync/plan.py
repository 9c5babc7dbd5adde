"""The steps that make a target the same as its source."""

import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Step:
    """`copy`, `move` or `delete`; only a move has an old path."""

    action: str
    path: str
    old: str | None = None


def make_plan(changes, delete=False):
    """The steps for the changes, in the order in which they can be taken."""
    steps = []
    if delete:
        steps += [Step("delete", path) for path in changes.removed]
        steps += [Step("move", new, old) for old, new in changes.moved]
        copies = changes.added + changes.changed
    else:
        # What was moved stays at its old place too.
        copies = changes.added + changes.changed + [new for _, new in changes.moved]
    return steps + [Step("copy", path) for path in sorted(copies)]


def run_plan(steps, source, target):
    """Take the steps. Folders that they leave empty are deleted."""
    source, target = Path(source), Path(target)
    for step in steps:
        file = target / step.path
        if step.action == "delete":
            file.unlink()
            _delete_empty(file.parent, target)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        if step.action == "move":
            (target / step.old).rename(file)
            _delete_empty((target / step.old).parent, target)
        else:
            shutil.copyfile(source / step.path, file)


def _delete_empty(folder, top):
    """Delete a folder and those above it, up to `top`, as long as nothing is in them."""
    while folder != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
