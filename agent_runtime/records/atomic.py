"""Changes several files together or not at all, also when the machine stops in the middle.

The journal comes first (`preparing`), then all new contents under temporary names beside their targets, then
the journal turns to `committed` by one rename, then the temporaries take their places. Recovery removes the
temporaries of a `preparing` journal and finishes a `committed` one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent_runtime.errors import RecordsError
from agent_runtime.records.tree import Entry, Tree

Fault = Callable[[str], None]
"""Called at each named point of a commit; tests end the process in it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One path: what it must be now and what it shall become; `None` is no entry."""

    path: str
    before: Entry | None
    after: Entry | None


@dataclass(frozen=True, slots=True)
class Recovered:
    """What `recover` did with one journal."""

    journal: Path
    completed: bool
    """`True`: all new. `False`: all old."""
    conflicts: tuple[str, ...] = ()
    """Paths changed by someone else since; left as they are."""

    @property
    def words(self) -> str:
        """What became of it, for the user."""
        done = "its change was completed" if self.completed else "its change was taken back"
        return done + (f", except in {', '.join(self.conflicts)}, edited since" if self.conflicts else "")


def digest(entry: Entry | None) -> str:
    """Identity of an entry with kind and mode; empty for none."""
    if entry is None:
        return ""
    return f"{entry.kind}:{entry.mode:o}:{hashlib.sha256(entry.data).hexdigest()}"


def _nothing(point: str) -> None:
    """The default fault: none."""


def commit(tree: Tree, changes: Sequence[Change], journal_dir: Path, fault: Fault = _nothing) -> None:
    """Make all changes or none.

    Raises:
        RecordsError: a path is not as `before` says, or the disk refuses; nothing is changed then.
    """
    changes = [change for change in changes if digest(change.before) != digest(change.after)]
    for change in changes:
        if digest(tree.read(change.path)) != digest(change.before):
            raise RecordsError(f"{change.path!r} was changed by someone else meanwhile.", remedy="Read it again.")
    if not changes:
        return
    journal_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    token = secrets.token_hex(6)
    journal = journal_dir / f"{token}.json"
    plan = _plan(tree, changes, token)
    _write_journal(journal, {**plan, "state": "preparing"})
    fault("journal")
    try:
        for change, item in zip(changes, plan["changes"], strict=True):
            if change.after is not None:
                tree.write_temporary(change.path, item["temporary"], change.after)
            fault(f"temporary {change.path}")
    except OSError as error:
        _roll_back(tree, plan)
        journal.unlink()
        raise RecordsError(
            f"Cannot write {error.filename or ''}: {error.strerror}.", remedy="Free some space."
        ) from error
    _write_journal(journal, {**plan, "state": "committed"})
    fault("committed")
    try:
        for item in plan["changes"]:
            _finish(tree, item)
            fault(f"placed {item['path']}")
    except OSError as error:
        _restore(tree, changes)
        _roll_back(tree, plan)
        journal.unlink()
        raise RecordsError(f"Cannot replace {error.filename or ''}: {error.strerror}.") from error
    fault("done")
    journal.unlink()
    sync_folder(journal_dir)


def recover(tree: Tree, journal_dir: Path) -> list[Recovered]:
    """Finish or undo what a stopped process left; harmless when there is nothing."""
    done = []
    for journal in sorted(journal_dir.glob("*.json")):
        try:
            plan = json.loads(journal.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise RecordsError(f"{journal} cannot be read: {error}.", remedy="Look at it, then remove it.") from error
        conflicts: list[str] = []
        if plan["state"] == "preparing":
            _roll_back(tree, plan)
        else:
            for item in plan["changes"]:
                if digest(tree.read(item["path"])) in (item["before"], item["after"]):
                    _finish(tree, item)
                else:
                    conflicts.append(item["path"])
                    if item["temporary"] is not None:
                        tree.unlink(item["path"], item["temporary"])
        journal.unlink()
        sync_folder(journal_dir)
        done.append(Recovered(journal, plan["state"] == "committed", tuple(conflicts)))
    for stray in journal_dir.glob("*.new"):
        stray.unlink()
    return done


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _plan(tree: Tree, changes: Sequence[Change], token: str) -> dict[str, Any]:
    folders: list[str] = []
    items = []
    for number, change in enumerate(changes):
        if change.after is not None:
            folders.extend(item for item in tree.missing_parents(change.path) if item not in folders)
        items.append(
            {
                "path": change.path,
                "temporary": f".agent-runtime-{token}-{number}.tmp" if change.after is not None else None,
                "before": digest(change.before),
                "after": digest(change.after),
            }
        )
    return {"root": str(tree.root), "folders": folders, "changes": items}


def _write_journal(journal: Path, plan: Mapping[str, Any]) -> None:
    temporary = journal.with_suffix(".new")
    with temporary.open("w", encoding="utf-8") as stream:
        json.dump(plan, stream)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(journal)
    sync_folder(journal.parent)


def _finish(tree: Tree, item: Mapping[str, Any]) -> None:
    if item["temporary"] is None:
        tree.unlink(item["path"])
    elif tree.exists(item["path"], item["temporary"]):
        tree.rename_within(item["path"], item["temporary"])


def _roll_back(tree: Tree, plan: Mapping[str, Any]) -> None:
    for item in plan["changes"]:
        if item["temporary"] is not None:
            tree.unlink(item["path"], item["temporary"])
    tree.remove_empty(plan["folders"])


def _restore(tree: Tree, changes: Sequence[Change]) -> None:
    """Put back what a failed commit has replaced already."""
    for number, change in enumerate(changes):
        with contextlib.suppress(OSError):
            if digest(tree.read(change.path)) == digest(change.before):
                continue
            if change.before is None:
                tree.unlink(change.path)
            else:
                name = f".agent-runtime-restore-{number}.tmp"
                tree.write_temporary(change.path, name, change.before)
                tree.rename_within(change.path, name)
