"""`run --worktree` and `run --commit`: where the run works, and what becomes of its result."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from agent_runtime.config import state_dir
from agent_runtime.errors import ConfigError, RecordsError
from agent_runtime.records.checkpoints import Checkpoints
from agent_runtime.records.committing import commit_changes
from agent_runtime.records.scan import Git
from agent_runtime.records.undo import run_changes
from agent_runtime.records.worktree import (
    Worktree,
    create_worktree,
    discard_worktree,
    load_worktree,
    worktree_changes,
)
from agent_runtime.types import Outcome, RunResult

Note = Callable[[str], None]


def worktrees_dir() -> Path:
    """Where worktrees of runs stand."""
    return state_dir() / "worktrees"


def worktree_place(run: str) -> Path:
    """Where the worktree of a run stands; `run` may be the beginning of its id.

    Raises:
        ConfigError: the id is no plain name, or several begin so.
    """
    if not run or "/" in run or run.startswith("."):
        raise ConfigError(f"{run!r} is no run id.")
    known = [path.stem for path in sorted(worktrees_dir().glob("*.json"))]
    fitting = [name for name in known if name == run] or [name for name in known if name.startswith(run)]
    if len(fitting) > 1:
        raise ConfigError(f"Several worktrees begin with {run!r}: {', '.join(fitting)}.", remedy="Give more of the id.")
    return worktrees_dir() / (fitting[0] if fitting else run)


def worktree_of(run: str, workspace: Path) -> Worktree | None:
    """The worktree of a run in this workspace that is neither applied nor discarded."""
    try:
        worktree = load_worktree(worktree_place(run))
    except (ConfigError, RecordsError):
        return None
    return worktree if worktree.workspace == workspace.resolve() else None


def begin_worktree(workspace: Path, run_id: str, note: Note) -> Worktree:
    """Make the worktree of a run, and say what is not in it.

    Raises:
        ConfigError: the workspace is no git repository with a commit.
    """
    try:
        worktree = create_worktree(workspace, worktrees_dir() / run_id)
    except RecordsError as error:
        raise ConfigError(
            f"--worktree: {error.message}", remedy="It needs a git repository with a commit; leave it out otherwise."
        ) from error
    status = Git(workspace).run("status", "--porcelain", "-z", "--", ".") or b""
    dirty = [item.decode(errors="replace")[3:] for item in status.split(b"\0") if item]
    if dirty:
        more = f" and {len(dirty) - 5} more" if len(dirty) > 5 else ""
        note(f"The worktree begins at the last commit; it is without your changes of {', '.join(dirty[:5])}{more}.")
    return worktree


def end_worktree(worktree: Worktree, run_id: str, note: Note) -> bool:
    """Say what can be done with the result; a worktree without one is removed. Whether it stays."""
    if not worktree_changes(worktree):
        discard_worktree(worktree)
        note("The run changed no file; its worktree was removed.")
        return False
    note(f"The result is in {worktree.folder}: agent-runtime diff {run_id}, apply {run_id} or discard {run_id}.")
    return True


def commit_result(workspace: Path, result: RunResult, task: str, note: Note) -> str | None:
    """Commit what a run changed, if it ended well; the commit's id.

    Raises:
        RecordsError: git refuses, or the files held other changes.
    """
    if result.outcome not in (Outcome.VERIFIED, Outcome.CLAIMED):
        if result.files:
            note(f"Not committed: the run ended as {result.outcome}.")
        return None
    changes = run_changes(Checkpoints(workspace, result.run_dir))
    named = {file.path for file in result.files}
    changes = {path: change for path, change in changes.items() if path in named}
    if not changes:
        return None
    commit, ignored = commit_changes(workspace, changes, task, result.run_id)
    note(f"Committed as {commit[:12]}." + (f" Ignored by git, so not in it: {', '.join(ignored)}." if ignored else ""))
    return commit
