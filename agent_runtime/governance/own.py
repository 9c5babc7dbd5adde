"""What governs the agent and yet lies inside its workspace, under whatever name: not for it to read or to write.

A workspace may hold the user's configuration (a dotfiles repository does, often by links), and git's data may have
another name than `.git`.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from agent_runtime.config import config_dir, data_dir, state_dir
from agent_runtime.governance.secrets import fold

_GITFILE_BYTES = 4096


@dataclass(frozen=True, slots=True)
class OwnPlaces:
    """Workspace-relative names of files and folders."""

    private: tuple[PurePath, ...]
    """agent-runtime's own: settings, trusted files, approvals, runs."""
    git: tuple[PurePath, ...]
    """Where the workspace's `.git` leads; to be read, not to be written."""

    @classmethod
    def of(cls, root: Path) -> OwnPlaces:
        """As the machine is now; `root` is a real path."""
        return cls(tuple(_inside(root, _private())), tuple(_inside(root, _git_data(root))))

    @property
    def names(self) -> frozenset[str]:
        """All of them, as the sandbox's index knows names."""
        return frozenset(str(path) for path in (*self.private, *self.git))

    @property
    def parents(self) -> frozenset[str]:
        """The folders around them: renamed, they would take along what is in them."""
        found = (parent for path in (*self.private, *self.git) for parent in path.parents)
        return frozenset(str(parent) for parent in found if parent.parts)

    def is_private(self, relative: PurePath) -> bool:
        """Whether it is agent-runtime's own or inside such a folder."""
        return bool(self.private) and _is_below(relative, self.private)

    def is_git_data(self, relative: PurePath) -> bool:
        """Whether it belongs to the data of git that `.git` leads to."""
        return bool(self.git) and _is_below(relative, self.git)


def _is_below(relative: PurePath, places: tuple[PurePath, ...]) -> bool:
    parts = [fold(part) for part in relative.parts]
    return any(parts[: len(place.parts)] == [fold(part) for part in place.parts] for place in places)


def _inside(root: Path, places: Iterator[Path]) -> Iterator[PurePath]:
    for place in places:
        real = Path(os.path.realpath(place))
        if real != root and real.is_relative_to(root):
            yield PurePath(real.relative_to(root))


def _private() -> Iterator[Path]:
    yield from (state_dir(), data_dir(), config_dir())
    with contextlib.suppress(OSError):
        yield from config_dir().iterdir()


def _git_data(root: Path) -> Iterator[Path]:
    """See gitrepository-layout(5): `.git` may be a link or a file that names the folder."""
    dot_git = root / ".git"
    if dot_git.is_symlink():
        yield dot_git
    if dot_git.is_file():
        with contextlib.suppress(OSError, UnicodeError):
            text = dot_git.read_bytes()[:_GITFILE_BYTES].decode("utf-8").strip()
            if text.startswith("gitdir: "):
                yield root / text.removeprefix("gitdir: ")
