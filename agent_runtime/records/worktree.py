"""A git worktree of its own for a run, and the way of its result back; a commit of a run's changes."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from agent_runtime.errors import RecordsError
from agent_runtime.records.atomic import Change, commit
from agent_runtime.records.checkpoints import Checkpoints
from agent_runtime.records.scan import Git
from agent_runtime.records.tree import Entry, Tree

_SAFE = ("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false")


@dataclass(frozen=True, slots=True)
class Worktree:
    """Where a run works instead of the workspace."""

    workspace: Path
    """The user's folder, to which `apply_worktree` brings the result."""
    folder: Path
    """The run's copy of the workspace; inside a subfolder when the workspace is one."""
    top: Path
    """The root of the worktree, which is removed at the end."""
    base: str
    """The commit it started from."""


def create_worktree(workspace: Path, place: Path) -> Worktree:
    """Make a detached worktree of `HEAD` at `place`. What is not committed is not in it.

    Raises:
        RecordsError: no repository, no commit yet, or git refuses.
    """
    workspace = workspace.resolve()
    root = _git(workspace, "rev-parse", "--show-toplevel").strip()
    base = _git(workspace, "rev-parse", "--verify", "HEAD").strip()
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _git(workspace, "worktree", "add", "--detach", str(place), base)
    folder = place / workspace.relative_to(Path(root).resolve())
    folder.mkdir(parents=True, exist_ok=True)
    worktree = Worktree(workspace, folder, place, base)
    _record(place).write_text(json.dumps({"workspace": str(workspace), "folder": str(folder), "base": base}))
    return worktree


def load_worktree(place: Path) -> Worktree:
    """The worktree that `create_worktree` made at `place`.

    Raises:
        RecordsError: there is none.
    """
    try:
        data = json.loads(_record(place).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RecordsError(
            f"There is no worktree at {place}.", remedy="It was applied or discarded already."
        ) from error
    return Worktree(Path(data["workspace"]), Path(data["folder"]), place, data["base"])


def worktree_changes(worktree: Worktree) -> dict[str, tuple[Entry | None, Entry | None]]:
    """What the run changed: path -> what the base commit had, what the worktree has. Ignored files are left out."""
    git = Git(worktree.folder)
    tracked = git.run("ls-tree", "-r", "-z", worktree.base, ".")
    others = git.run("ls-files", "-z", "-o", "--exclude-standard")
    staged = git.run("ls-files", "-z", "--cached")
    if tracked is None or others is None or staged is None:
        raise RecordsError(f"git cannot read the worktree {worktree.top}.")
    known: dict[str, tuple[str, str]] = {}
    for line in tracked.split(b"\0"):
        if line:
            meta, _, name = line.partition(b"\t")
            mode, kind, blob = meta.decode().split()
            if kind == "blob":
                known[os.fsdecode(name)] = (mode, blob)
    paths = {*known, *(os.fsdecode(name) for name in (*others.split(b"\0"), *staged.split(b"\0")) if name)}
    tree = Tree(worktree.folder)
    now = {path: tree.read(path) for path in sorted(paths) if not (worktree.folder / path).is_dir() or path in known}
    blobs = git.blobs(sorted({blob for _, blob in known.values()}))
    changes = {}
    for path, entry in now.items():
        before = None
        if path in known:
            mode, blob = known[path]
            before = Entry("link" if mode == "120000" else "file", blobs.get(blob, b""), _mode(mode))
        if _plain(before) != _plain(entry):
            changes[path] = (before, entry)
    return changes


def apply_worktree(worktree: Worktree, checkpoints: Checkpoints, *, label: str = "worktree") -> list[str]:
    """Bring the changes into the workspace, all or none, as a checkpoint that can be undone; the paths.

    Raises:
        RecordsError: the workspace differs from the base commit in a path to be changed; nothing is changed.
    """
    changes = worktree_changes(worktree)
    todo = []
    conflicts = []
    for path, (before, after) in changes.items():
        current = checkpoints.tree.read(path)
        if _plain(current) == _plain(after):
            continue
        if _plain(current) != _plain(before):
            conflicts.append(path)
            continue
        if after is not None and current is not None and (current.mode & 0o100) == (after.mode & 0o100):
            after = Entry(after.kind, after.data, current.mode)
        todo.append(Change(path, current, after))
    if conflicts:
        raise RecordsError(
            f"Changed in the workspace as well: {', '.join(conflicts)}. Nothing was changed.",
            remedy="Commit or move these changes away, then apply again.",
        )
    identity = checkpoints.take([change.path for change in todo], label, 0)
    commit(checkpoints.tree, todo, checkpoints.journal_dir)
    checkpoints.finish(identity)
    return [change.path for change in todo]


def discard_worktree(worktree: Worktree) -> None:
    """Remove the worktree with all that is in it; the workspace stays as it is."""
    subprocess.run(
        ["git", *_SAFE, "worktree", "remove", "--force", str(worktree.top)],
        cwd=worktree.workspace,
        capture_output=True,
        check=False,
    )
    shutil.rmtree(worktree.top, ignore_errors=True)
    subprocess.run(["git", *_SAFE, "worktree", "prune"], cwd=worktree.workspace, capture_output=True, check=False)
    _record(worktree.top).unlink(missing_ok=True)


_TYPES = (
    (re.compile(r"\b(fix|bug|repair|correct|mend|broken|crash|error|fail)", re.I), "fix"),
    (re.compile(r"\b(doc|readme|comment|docstring)", re.I), "docs"),
    (re.compile(r"\b(refactor|rename|clean|simplif|move|extract)", re.I), "refactor"),
    (re.compile(r"\b(speed|faster|optimi[sz]e|performance)", re.I), "perf"),
)


def commit_message(task: str, paths: Sequence[str], run_id: str) -> str:
    """A message in Conventional Commits form (v1.0.0) with a trailer that names the run."""
    first = " ".join(task.split("\n")[0].split()).rstrip(".") or "change files"
    if paths and all(re.search(r"(^|/)(tests?/|test_|.*_test\.)", path) for path in paths):
        kind = "test"
    elif paths and all(path.endswith((".md", ".rst")) for path in paths):
        kind = "docs"
    else:
        kind = next((word for pattern, word in _TYPES if pattern.search(first)), "feat")
    subject = f"{kind}: {first[0].lower() + first[1:]}"
    if len(subject) > 72:
        subject = subject[:69].rsplit(" ", 1)[0] + "..."
    return f"{subject}\n\nAgent-Runtime-Run: {run_id}\n"


def commit_run(workspace: Path, paths: Sequence[str], message: str) -> str:
    """Commit just these paths, with whatever else is staged left staged; the new commit's id.

    Raises:
        RecordsError: nothing to commit, or git refuses.
    """
    if not paths:
        raise RecordsError("The run changed nothing, so there is nothing to commit.")
    existing = [path for path in paths if os.path.lexists(workspace / path)]
    literal = ("--literal-pathspecs",)
    if existing:
        _git(workspace, *literal, "add", "--intent-to-add", "--", *existing)
    _git(workspace, *literal, "commit", "--no-verify", "-q", "--only", "-m", message, "--", *paths)
    return _git(workspace, "rev-parse", "HEAD").strip()


def _git(folder: Path, *arguments: str) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", *_SAFE, *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            env={**environment, "GIT_TERMINAL_PROMPT": "0"},
        )
    except OSError as error:
        raise RecordsError(f"git cannot be run in {folder}: {error}.", remedy="Install git.") from error
    if done.returncode != 0:
        raise RecordsError(f"git {arguments[0]} failed in {folder}: {done.stderr.strip()}")
    return done.stdout


def _record(place: Path) -> Path:
    return place.with_name(place.name + ".json")


def _mode(text: str) -> int:
    return 0o777 if text == "120000" else int(text, 8) & 0o777


def _plain(entry: Entry | None) -> tuple[str, bytes, bool] | None:
    """An entry as git sees it: of the mode only whether it is executable."""
    return None if entry is None else (entry.kind, entry.data, bool(entry.mode & stat.S_IXUSR))
