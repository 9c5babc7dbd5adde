"""Snapshots of what a run changes, taken before each change, kept in the run directory."""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from agent_runtime.errors import RecordsError
from agent_runtime.records.atomic import Recovered, recover
from agent_runtime.records.objects import Objects
from agent_runtime.records.runs import is_held
from agent_runtime.records.scan import MAX_FILE_BYTES, MAX_TOTAL_BYTES, Git, Inventory, Seen, take_inventory
from agent_runtime.records.tree import Entry, Tree

Kind = Literal["patch", "command", "undo", "redo"]


@dataclass(frozen=True, slots=True)
class State:
    """What stood at a path: kind, permission bits and the name of the content."""

    kind: Literal["file", "link"]
    mode: int
    content: str


States = Mapping[str, State | None]


@dataclass(frozen=True)
class Checkpoint:
    """The entries of some paths before a change and, once known, after it."""

    id: str
    kind: Kind
    label: str
    step: int
    time: float
    before: States
    after: States | None = None
    """`None` when the process ended before it was known."""
    folders: tuple[str, ...] = ()
    """Folders that did not exist before."""
    left_out: tuple[str, ...] = ()
    """Changed, but too large or unreadable, so not kept."""
    targets: tuple[str, ...] = ()
    """What an undo undid, or a redo redid."""


@dataclass(frozen=True)
class Scan:
    """The workspace before a command: `Checkpoints.scan` makes it, `record_changes` compares with it."""

    inventory: Inventory
    contents: Mapping[str, str]
    """Path -> object, for files that git does not hold."""
    left_out: tuple[str, ...]
    """Too large to be kept."""

    @property
    def ignored(self) -> tuple[str, ...]:
        return self.inventory.ignored


@dataclass
class _Memory:
    """What is known of contents from earlier scans, so that unchanged files are not read again."""

    seen: dict[str, tuple[Seen, str]] = field(default_factory=dict)


class Checkpoints:
    """The snapshots of one run in one workspace.

    `take` before a change of known paths and `finish` after it; `scan` before a command and `record_changes`
    after it. Nothing here runs `git clean`, `git reset` or writes to the user's repository.
    """

    def __init__(self, workspace: Path, run_dir: Path) -> None:
        self.workspace = workspace.resolve()
        self.folder = run_dir / "checkpoints"
        self.tree = Tree(self.workspace)
        self.objects = Objects(self.folder / "objects")
        self.journal_dir = self.folder / "journal"
        self._log = self.folder / "checkpoints.jsonl"
        self._lock = threading.RLock()
        self._memory = _Memory()
        self._open: dict[str, tuple[str, ...]] = {}
        self._count = 0
        self._log_size = -1

    # -- taking ----------------------------------------------------------------------------------------

    def take(self, paths: Sequence[str], label: str, step: int) -> str:
        """Keep the entries of some workspace-relative paths before they change; the checkpoint's id.

        Raises:
            RecordsError: an entry cannot be read or kept; the change must not be made then.
        """
        with self._lock:
            self._finish_open()
            try:
                before = {path: self.keep(self.tree.read(path)) for path in paths}
            except OSError as error:
                raise RecordsError(f"No checkpoint of {error.filename!r}: {error.strerror}.") from error
            folders = dict.fromkeys(folder for path in paths for folder in self.tree.missing_parents(path))
            checkpoint_id = self.append("patch", label, step, before, None, folders=tuple(folders))
            self._open[checkpoint_id] = tuple(paths)
            return checkpoint_id

    def finish(self, checkpoint_id: str) -> None:
        """Keep what the paths of a checkpoint became. Also done by the next `take` or `scan`."""
        with self._lock:
            paths = self._open.get(checkpoint_id)
            if paths is None:
                return  # finished already, by the next `take` or `scan`
            after = {path: self.keep(self.tree.read(path)) for path in paths}
            self._write({"finish": checkpoint_id, "after": _dump(after)})
            del self._open[checkpoint_id]

    @contextlib.contextmanager
    def around(self, paths: Sequence[str], label: str, step: int) -> Iterator[str]:
        """`take` before and `finish` after what happens inside, also when it fails."""
        checkpoint_id = self.take(paths, label, step)
        try:
            yield checkpoint_id
        finally:
            self.finish(checkpoint_id)

    def _finish_open(self) -> None:
        for checkpoint_id in list(self._open):
            self.finish(checkpoint_id)

    def scan(self, *, max_files: int | None = None, max_total_bytes: int = MAX_TOTAL_BYTES) -> Scan:
        """Look at the whole workspace before a command. Files that git holds unchanged are not copied.

        Raises:
            TooManyFiles: there are more than `max_files`.
        """
        with self._lock:
            self._finish_open()
            inventory = take_inventory(self.workspace, max_files=max_files)
            contents: dict[str, str] = {}
            left_out: list[str] = []
            total = 0
            for path, seen in inventory.entries.items():
                if path in inventory.clean:
                    continue
                known = self._memory.seen.get(path)
                if known and known[0].same_as(seen) and not inventory.racy(path):
                    contents[path] = known[1]
                    continue
                if seen.size > MAX_FILE_BYTES or total + seen.size > max_total_bytes:
                    left_out.append(path)
                    continue
                state = self._keep_quietly(path)
                if state is None:
                    left_out.append(path)
                    continue
                total += seen.size
                contents[path] = state.content
                self._memory.seen[path] = (seen, state.content)
            return Scan(inventory, contents, tuple(left_out))

    def record_changes(self, before: Scan, label: str, step: int) -> str | None:
        """Keep what changed since a scan as a checkpoint; its id, `None` when nothing did."""
        with self._lock:
            now = take_inventory(self.workspace)
            old, new = before.inventory.entries, now.entries
            changed = [path for path in old if not old[path].same_as(new.get(path)) or before.inventory.racy(path)]
            created = [path for path in new if path not in old and path not in before.left_out]
            missing = [path for path in changed if path in before.left_out and not old[path].same_as(new.get(path))]
            blobs = Git(self.workspace).blobs(
                sorted({before.inventory.clean[path] for path in changed if path in before.inventory.clean})
            )
            states: dict[str, State | None] = dict.fromkeys(created)
            for path in changed:
                if path in before.left_out:
                    continue
                blob = before.inventory.clean.get(path)
                if blob is not None and len(blobs.get(blob, b"")) != old[path].size:
                    missing.append(path)
                    continue
                content = self.objects.put(blobs[blob]) if blob is not None else before.contents[path]
                states[path] = State("link" if old[path].kind == "link" else "file", old[path].mode, content)
            after: dict[str, State | None] = {}
            for path in list(states):
                large = path in new and new[path].size > MAX_FILE_BYTES
                found = self._keep_quietly(path) if path in new and not large else None
                if path in new and found is None:
                    missing.append(path)
                    del states[path]
                elif found == states[path]:
                    del states[path]
                else:
                    after[path] = found
            if not states and not missing:
                return None
            folders = sorted(now.folders - before.inventory.folders)
            return self.append(
                "command", label, step, states, after, folders=tuple(folders), left_out=tuple(sorted(missing))
            )

    # -- reading ---------------------------------------------------------------------------------------

    def all(self) -> list[Checkpoint]:
        """Every checkpoint of the run, oldest first; a torn last line is skipped."""
        found: dict[str, Checkpoint] = {}
        try:
            text = self._log.read_text(encoding="utf-8")
        except FileNotFoundError:
            return []
        for line in text.split("\n"):
            try:
                data = json.loads(line)
            except ValueError:
                continue
            if "finish" in data:
                known = found[data["finish"]]
                found[known.id] = Checkpoint(**{**_fields(known), "after": _load(data["after"])})
            else:
                after = None if data["after"] is None else _load(data["after"])
                fields: dict[str, Any] = {name: data[name] for name in ("id", "kind", "label", "step", "time")}
                fields |= {name: tuple(data[name]) for name in ("folders", "left_out", "targets")}
                found[data["id"]] = Checkpoint(**fields, before=_load(data["before"]), after=after)
        return list(found.values())

    def active(self) -> list[Checkpoint]:
        """The patches and commands whose effect stands, oldest first."""
        everything = self.all()
        undone: set[str] = set()
        by_id = {item.id: item for item in everything}
        for item in everything:
            if item.kind == "undo":
                undone.update(item.targets)
            elif item.kind == "redo":
                for target in item.targets:
                    undone.difference_update(by_id[target].targets)
        return [item for item in everything if item.kind in ("patch", "command") and item.id not in undone]

    def entry(self, state: State | None) -> Entry | None:
        """A kept entry with its content."""
        return None if state is None else Entry(state.kind, self.objects.get(state.content), state.mode)

    def recover(self) -> list[Recovered]:
        """Finish or undo what a stopped process left in the workspace; its checkpoint gets its outcome, so that
        it can be undone."""
        with self._lock:
            done = recover(self.tree, self.journal_dir)
            if done and not any(item.conflicts for item in done):
                everything = self.all()
                if everything and everything[-1].after is None:
                    self._open[everything[-1].id] = tuple(everything[-1].before)
                    self.finish(everything[-1].id)
            return done

    # -- storing ---------------------------------------------------------------------------------------

    def keep(self, entry: Entry | None, *, durable: bool = True) -> State | None:
        """Store an entry's content."""
        if entry is None:
            return None
        return State(entry.kind, entry.mode, self.objects.put(entry.data, durable=durable))

    def append(
        self,
        kind: Kind,
        label: str,
        step: int,
        before: States,
        after: States | None,
        *,
        folders: Sequence[str] = (),
        left_out: Sequence[str] = (),
        targets: Sequence[str] = (),
    ) -> str:
        """Write one checkpoint to the log; its id."""
        with self._lock:
            checkpoint_id = f"c{self._next_number()}"
            record = {
                "id": checkpoint_id,
                "kind": kind,
                "label": label,
                "step": step,
                "time": time.time(),
                "before": _dump(before),
                "after": None if after is None else _dump(after),
                "folders": list(folders),
                "left_out": list(left_out),
                "targets": list(targets),
            }
            self._write(record)
            return checkpoint_id

    def _write(self, record: Mapping[str, Any]) -> None:
        if not self._log.exists():
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            (self.folder / "workspace.json").write_text(json.dumps({"workspace": str(self.workspace)}))
        line = json.dumps(record).encode() + b"\n"
        fd = os.open(self._log, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            size = os.fstat(fd).st_size
            torn = size > 0 and os.pread(fd, 1, size - 1) != b"\n"
            os.write(fd, (b"\n" if torn else b"") + line)
            os.fsync(fd)
            self._log_size = os.fstat(fd).st_size
        finally:
            os.close(fd)

    def _next_number(self) -> int:
        """Counts the log again only when another process has written to it."""
        size = self._log.stat().st_size if self._log.exists() else 0
        if size != self._log_size:
            self._count = len(self.all())
        self._count += 1
        return self._count

    def _keep_quietly(self, path: str) -> State | None:
        try:
            return self.keep(self.tree.read(path), durable=False)
        except (OSError, RecordsError):
            return None


def _fields(item: Checkpoint) -> dict[str, Any]:
    return {name: getattr(item, name) for name in Checkpoint.__dataclass_fields__}


def _dump(states: States) -> dict[str, Any]:
    return {path: None if state is None else [state.kind, state.mode, state.content] for path, state in states.items()}


def _load(data: Mapping[str, Any]) -> States:
    return {path: None if item is None else State(*item) for path, item in data.items()}


APPLIED = "applied"
"""Folder in a run directory with the checkpoints of bringing its worktree into the workspace."""


def run_dir_of(folder: Path) -> Path:
    """The run directory that owns a `checkpoints` folder."""
    return folder.parent.parent if folder.parent.name == APPLIED else folder.parent


def run_name(path: Path) -> str:
    """The id of the run of a directory that `find_run_dirs` gave."""
    return run_dir_of(path / "checkpoints").name


def find_run_dirs(runs: Path, workspace: Path) -> list[Path]:
    """Run directories with checkpoints of a workspace, newest first; for an applied worktree the folder `applied`."""
    found = []
    for path in (*runs.glob("*/checkpoints/workspace.json"), *runs.glob(f"*/{APPLIED}/checkpoints/workspace.json")):
        try:
            known = json.loads(path.read_text(encoding="utf-8"))["workspace"]
        except (OSError, ValueError, KeyError):
            continue
        if known == str(workspace.resolve()):
            found.append(path.parent.parent)
    return sorted(found, key=lambda item: (item / "checkpoints/checkpoints.jsonl").stat().st_mtime_ns, reverse=True)


def recover_workspace(runs: Path, workspace: Path) -> list[Recovered]:
    """Recover from every run of a workspace that was stopped while it wrote, and not from one that still goes on; call
    it before a run begins."""
    done: list[Recovered] = []
    journals = (runs.glob("*/checkpoints/journal/*.json"), runs.glob(f"*/{APPLIED}/checkpoints/journal/*.json"))
    for journal in sorted(path for found in journals for path in found):
        try:
            root = json.loads(journal.read_text(encoding="utf-8"))["root"]
        except (OSError, ValueError, KeyError):
            continue
        if root == str(workspace.resolve()) and journal.exists() and not is_held(run_dir_of(journal.parent.parent)):
            done.extend(Checkpoints(workspace, journal.parent.parent.parent).recover())
    return done
