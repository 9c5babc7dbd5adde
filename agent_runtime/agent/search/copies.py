"""Throw-away copies of the workspace, in which candidates are tried."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from agent_runtime.errors import AgentRuntimeError
from agent_runtime.governance.secrets import is_secret

MAX_COPY_BYTES = 300 << 20
MAX_COPY_FILES = 30_000
LEFT_OUT = frozenset({".git", ".hg", ".svn", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache"})
SHARED = frozenset({"node_modules", ".venv", "venv", ".tox", ".nox"})
"""Installed packages: large, and not what a task changes. A trial reads the workspace's own."""

Edits = Mapping[str, str | None]
"""Workspace-relative path -> its whole new text; `None` deletes the file."""


class CannotCopy(AgentRuntimeError):
    """The workspace is too large for throw-away copies."""


def copy_workspace(source: Path, target: Path) -> None:
    """Copy what a check may need: all but version control, caches, installed packages, secrets and special files."""
    target.mkdir(parents=True)
    for folder, _, files in _walk(source):
        relative = folder.relative_to(source)
        inside = target / relative
        inside.mkdir(exist_ok=True)
        for name in files:
            path = folder / name
            if path.is_symlink():
                (inside / name).symlink_to(os.readlink(path))  # noqa: PTH115  # the text of the link, not its target
            elif path.is_file() and not is_secret(PurePosixPath(*relative.parts, name)):
                shutil.copy2(path, inside / name)


def write_edits(root: Path, edits: Edits) -> None:
    """Put a candidate's files in place; none where a link or `..` leads out of the copy."""
    inside = root.resolve()
    for relative, text in edits.items():
        path = root / relative
        if not path.parent.resolve().is_relative_to(inside):
            continue
        if text is None:
            path.unlink(missing_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)  # a link must not lead the write elsewhere
        path.write_text(text, encoding="utf-8", newline="")


def _walk(source: Path) -> Iterator[tuple[Path, list[str], list[str]]]:
    for name, folders, files in os.walk(source):
        folder = Path(name)
        kept = [each for each in folders if each not in LEFT_OUT and each not in SHARED]
        linked = [each for each in kept if (folder / each).is_symlink()]
        folders[:] = [each for each in kept if each not in linked]
        yield folder, folders, [*files, *linked]


def shared_folders(workspace: Path) -> Iterator[str]:
    """The folders of a workspace that its copies leave out and read.

    Raises:
        CannotCopy: the rest is too much to copy for every candidate.
    """
    files = size = 0
    for folder, _, names in _walk(workspace):
        for name in names:
            files += 1
            size += (folder / name).lstat().st_size
        if files > MAX_COPY_FILES or size > MAX_COPY_BYTES:
            raise CannotCopy(f"The workspace has more than {MAX_COPY_FILES} files or {MAX_COPY_BYTES >> 20} MB.")
        for name in sorted(SHARED):
            if (folder / name).is_dir() and not (folder / name).is_symlink():
                yield (folder / name).relative_to(workspace).as_posix()
