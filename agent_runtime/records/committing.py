"""Commits what a run changed, and nothing that the user had changed before."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from agent_runtime.errors import RecordsError
from agent_runtime.records.scan import Git
from agent_runtime.records.tree import Entry
from agent_runtime.records.worktree import commit_message, commit_run

Changes = Mapping[str, tuple[Entry | None, Entry | None]]


def commit_changes(workspace: Path, changes: Changes, task: str, run_id: str) -> tuple[str, list[str]]:
    """The new commit's id, and the changed files that git ignores and that are not in it.

    Raises:
        RecordsError: nothing to commit, git refuses, or a file held uncommitted changes of the user before the run.
    """
    git = Git(workspace)
    if git.run("rev-parse", "--git-dir") is None:
        raise RecordsError(f"{workspace} is no git repository, so nothing was committed.")
    ignored = {path for path in changes if git.run("check-ignore", "-q", "--", path) is not None}
    paths = [path for path in changes if path not in ignored]
    dirty = [path for path in paths if _differed(git, path, changes[path][0])]
    if dirty:
        raise RecordsError(
            f"Not committed: {', '.join(dirty)} held uncommitted changes before the run.",
            remedy="Commit by hand, e.g. with git add -p.",
        )
    return commit_run(workspace, paths, commit_message(task, paths, run_id)), sorted(ignored)


def _differed(git: Git, path: str, before: Entry | None) -> bool:
    """Whether a file was not as the last commit has it when the run began. git may store other line endings."""
    held = git.run("cat-file", "blob", f"HEAD:./{path}")
    if before is None or held is None:
        return (before is None) != (held is None)
    return before.data.replace(b"\r\n", b"\n") != held.replace(b"\r\n", b"\n")
