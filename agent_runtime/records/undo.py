"""Undoes and redoes what a run changed, exactly, and never over what the user has done since."""

from __future__ import annotations

import difflib
import subprocess
import tempfile
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from agent_runtime.errors import RecordsError
from agent_runtime.records.atomic import Change, commit, digest
from agent_runtime.records.checkpoints import Checkpoint, Checkpoints
from agent_runtime.records.tree import Entry


@dataclass(frozen=True)
class UndoItem:
    """What happens to one path."""

    path: str
    current: Entry | None
    target: Entry | None
    """For a conflict: the three-way merge, if there is one."""
    conflict: Literal["", "mergeable", "unmergeable"] = ""

    @property
    def diff(self) -> str:
        return entry_diff(self.path, self.current, self.target)


@dataclass(frozen=True)
class UndoPlan:
    """What an undo or redo would change; nothing has been changed yet."""

    kind: Literal["undo", "redo"]
    targets: tuple[Checkpoint, ...]
    items: tuple[UndoItem, ...]

    @property
    def conflicts(self) -> tuple[UndoItem, ...]:
        return tuple(item for item in self.items if item.conflict)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Changed by the run and not kept, so not restored."""
        return tuple(sorted({path for target in self.targets for path in target.left_out}))

    @property
    def diff(self) -> str:
        return "".join(item.diff for item in self.items)


def plan_undo(
    checkpoints: Checkpoints, *, step: int | None = None, ids: Sequence[str] | None = None, last: bool = False
) -> UndoPlan:
    """What undoing would change: the whole run, one step, some checkpoints, or the last step with an effect.

    Raises:
        RecordsError: there is nothing to undo.
    """
    active = checkpoints.active()
    if ids is not None:
        active = [item for item in active if item.id in ids]
    elif step is not None:
        active = [item for item in active if item.step == step]
    elif last and active:
        active = [item for item in active if item.step == active[-1].step]
    if not active:
        raise RecordsError("There is nothing to undo.", remedy="`agent-runtime diff` shows what a run changed.")
    return _plan(checkpoints, "undo", active)


def plan_redo(checkpoints: Checkpoints) -> UndoPlan:
    """What taking back the last undo would change.

    Raises:
        RecordsError: there is no undo, or something was changed by the run after it.
    """
    waiting: list[Checkpoint] = []
    for item in checkpoints.all():
        if item.kind == "undo":
            waiting.append(item)
        elif item.kind == "redo":
            waiting = [undo for undo in waiting if undo.id not in item.targets]
        else:
            waiting = []
    if not waiting:
        raise RecordsError("There is nothing to redo.")
    return _plan(checkpoints, "redo", waiting[-1:])


def _plan(checkpoints: Checkpoints, kind: Literal["undo", "redo"], targets: Sequence[Checkpoint]) -> UndoPlan:
    paths = dict.fromkeys(path for target in targets for path in target.before)
    items = [_plan_path(checkpoints, path, [target for target in targets if path in target.before]) for path in paths]
    return UndoPlan(kind, tuple(targets), tuple(item for item in items if item.conflict or item.current != item.target))


def _plan_path(checkpoints: Checkpoints, path: str, targets: Sequence[Checkpoint]) -> UndoItem:
    """Walk back from what is there now; where it is not what the run left, merge."""
    current = checkpoints.tree.read(path)
    value = current
    conflict: Literal["", "mergeable", "unmergeable"] = ""
    for target in reversed(targets):
        before = checkpoints.entry(target.before[path])
        if digest(value) == digest(before):
            continue
        after = checkpoints.entry(target.after[path]) if target.after is not None else None
        if target.after is not None and digest(value) == digest(after):
            value = before
            continue
        merged = _merge(after, value, before) if target.after is not None else None
        if merged is None:
            return UndoItem(path, current, None, "unmergeable")
        value, conflict = merged, "mergeable"
    return UndoItem(path, current, value, conflict)


def _merge(base: Entry | None, ours: Entry | None, theirs: Entry | None) -> Entry | None:
    """The user's version with the run's change taken out, `None` where both touched the same lines."""
    if base is None or ours is None or theirs is None or {base.kind, ours.kind, theirs.kind} != {"file"}:
        return None
    if any(b"\0" in entry.data for entry in (base, ours, theirs)):
        return None
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for name, entry in (("ours", ours), ("base", base), ("theirs", theirs)):
            path = Path(folder) / name
            path.write_bytes(entry.data)
            names.append(str(path))
        try:
            done = subprocess.run(["git", "merge-file", "-p", *names], cwd=folder, capture_output=True, check=False)
        except OSError:
            return None
    if done.returncode != 0:
        return None
    return Entry("file", done.stdout, theirs.mode if ours.mode == base.mode else ours.mode)


def carry_out(
    checkpoints: Checkpoints, plan: UndoPlan, *, merge: bool = False, fault: Callable[[str], None] | None = None
) -> str:
    """Make the changes of a plan, all or none; the id of the checkpoint that records it.

    Raises:
        RecordsError: a file was edited since by the user, and `merge` is not set or cannot be done; or a file
            changed after the plan was made.
    """
    refused = [item for item in plan.conflicts if not merge or item.conflict == "unmergeable"]
    if refused:
        names = ", ".join(item.path for item in refused)
        mergeable = all(item.conflict == "mergeable" for item in refused)
        raise RecordsError(
            f"Changed since by someone else: {names}. Nothing was changed.",
            remedy="A three-way merge is possible: use --merge." if mergeable else "Restore these by hand.",
        )
    changes = [Change(item.path, item.current, item.target) for item in plan.items]
    before = {item.path: checkpoints.keep(item.current) for item in plan.items}
    after = {item.path: checkpoints.keep(item.target) for item in plan.items}
    folders = dict.fromkeys(
        folder for item in plan.items if item.target for folder in checkpoints.tree.missing_parents(item.path)
    )
    if fault is None:
        commit(checkpoints.tree, changes, checkpoints.journal_dir)
    else:
        commit(checkpoints.tree, changes, checkpoints.journal_dir, fault)
    checkpoints.tree.remove_empty([folder for target in plan.targets for folder in target.folders])
    label = f"{plan.kind} {', '.join(target.label for target in plan.targets)}"
    step = plan.targets[-1].step
    ids = [target.id for target in plan.targets]
    return checkpoints.append(plan.kind, label, step, before, after, folders=tuple(folders), targets=ids)


def run_changes(
    checkpoints: Checkpoints, *, without: Collection[str] = ()
) -> dict[str, tuple[Entry | None, Entry | None]]:
    """Path -> what stood there before the run and what it left; the effect of the checkpoints `without` is left out."""
    first: dict[str, Entry | None] = {}
    latest: dict[str, Entry | None] = {}
    for item in checkpoints.active():
        if item.id in without:
            continue
        for path in item.before:
            first.setdefault(path, checkpoints.entry(item.before[path]))
            known = item.after is not None
            latest[path] = checkpoints.entry(item.after[path]) if known and item.after else checkpoints.tree.read(path)
    return {path: (first[path], latest[path]) for path in sorted(first) if first[path] != latest[path]}


def run_diff(checkpoints: Checkpoints) -> str:
    """All that a run changed and that still stands, as one unified diff."""
    return "".join(entry_diff(path, *change) for path, change in run_changes(checkpoints).items())


def changed_paths(checkpoints: Checkpoints) -> list[str]:
    """The paths a run changed and that are not as before."""
    return list(run_changes(checkpoints))


def entry_diff(path: str, before: Entry | None, after: Entry | None) -> str:
    """The change of one entry in git's form; empty when there is none."""
    if before == after:
        return ""
    lines = [f"diff --git a/{path} b/{path}\n"]
    if before is None and after is not None:
        lines.append(f"new file mode {_mode(after)}\n")
    elif after is None and before is not None:
        lines.append(f"deleted file mode {_mode(before)}\n")
    elif before is not None and after is not None and _mode(before) != _mode(after):
        lines += [f"old mode {_mode(before)}\n", f"new mode {_mode(after)}\n"]
    old, new = before.data if before else b"", after.data if after else b""
    if old == new:
        return "".join(lines)
    names = ("/dev/null" if before is None else f"a/{path}", "/dev/null" if after is None else f"b/{path}")
    if b"\0" in old or b"\0" in new:
        return "".join([*lines, f"Binary files {names[0]} and {names[1]} differ\n"])
    body = difflib.unified_diff(_lines(old), _lines(new), *names)
    return "".join([*lines, *(_ended(line) for line in body)])


def _mode(entry: Entry) -> str:
    return "120000" if entry.kind == "link" else f"100{entry.mode:03o}"


def _lines(data: bytes) -> list[str]:
    text = data.decode("utf-8", errors="replace")
    parts = [part + "\n" for part in text.split("\n")]
    parts[-1] = parts[-1][:-1]
    return parts if parts[-1] else parts[:-1]


def _ended(line: str) -> str:
    return line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"
