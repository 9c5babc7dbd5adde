"""The tasks of the bench: read, prepared as a repository, solved by their reference.

A tasks folder holds `repos/NAME/` (small repositories) and `ID/` (one folder a task) with `task.toml` and, but for
questions, `check.py`: a pytest module that the agent never sees. See bench/tasks/README.md.
"""

from __future__ import annotations

import fnmatch
import hashlib
import shutil
import subprocess
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agent_runtime.errors import ConfigError

Kind = Literal[
    "repair", "repair-two-files", "feature", "rename", "question", "import", "config", "docstring", "test"
]  # fmt: skip
Size = Literal["xs", "s", "m", "l", "xl"]

REPOS = "repos"
_LINES: tuple[tuple[int, Size], ...] = ((150, "xs"), (300, "s"), (450, "m"), (700, "l"))
_GIT = {
    "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "Bench",
    "GIT_AUTHOR_EMAIL": "bench@example.org", "GIT_COMMITTER_NAME": "Bench",
    "GIT_COMMITTER_EMAIL": "bench@example.org", "GIT_AUTHOR_DATE": "2024-01-01T00:00:00Z",
    "GIT_COMMITTER_DATE": "2024-01-01T00:00:00Z",
}  # fmt: skip


class Edit(BaseModel):
    """One change of a file: `old`, which stands there once (or with `all`, at least once), becomes `new`. Without
    `old` the file is made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    old: str | None = None
    new: str
    all: bool = False

    def apply(self, root: Path) -> None:
        """Change the file below `root`.

        Raises:
            ConfigError: `old` does not stand there as it must.
        """
        path = root / self.file
        if self.old is None:
            if path.exists():
                raise ConfigError(f"{self.file!r} exists already.", remedy="Give `old`.")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.new, encoding="utf-8")
            return
        text = path.read_text(encoding="utf-8")
        if (count := text.count(self.old)) != 1 and not (self.all and count):
            raise ConfigError(f"{self.old!r} stands {count} times in {self.file!r}.", remedy="Make it unambiguous.")
        path.write_text(text.replace(self.old, self.new), encoding="utf-8")


class Task(BaseModel):
    """One task: what the agent is told, what it starts from, and how it is judged."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    folder: Path
    size: Size
    """By the lines of its repository: to 150 xs, 300 s, 450 m, 700 l, beyond xl."""
    kind: Kind
    repo: str
    prompt: Annotated[str, Field(min_length=1)]
    verify: str | None = None
    """A command that the agent may be given; its success is not the judgement."""
    regression: bool = True
    """The repository's own tests, as the task began, must pass as well."""
    timeout_s: Annotated[float, Field(gt=0)] = 600.0
    answer: str | None = None
    """Of a question."""
    accept: tuple[str, ...] = ()
    """Other forms of the answer."""
    mutate: tuple[Edit, ...] = ()
    """Makes the start out of the repository."""
    solve: tuple[Edit, ...] = ()
    """The reference solution; without it, the repository as it is."""

    @property
    def program(self) -> str | None:
        """A program that the repository needs beside Python."""
        return "node" if (self._origin / "package.json").is_file() else None

    @property
    def check_file(self) -> Path:
        return self.folder / "check.py"

    def write_start(self, target: Path) -> None:
        """Write the files that the agent starts from into a new folder."""
        shutil.copytree(self._origin, target, ignore=shutil.ignore_patterns("__pycache__"))
        for edit in self.mutate:
            edit.apply(target)

    def write_solution(self, workspace: Path) -> None:
        """Turn a start into the reference solution."""
        for edit in self.solve:
            edit.apply(workspace)
        if not self.solve:
            for edit in self.mutate:
                shutil.copy(self._origin / edit.file, workspace / edit.file)

    @property
    def _origin(self) -> Path:
        return self.folder.parent / REPOS / self.repo


def load_tasks(folder: Path, patterns: Sequence[str] = ()) -> list[Task]:
    """The tasks of a folder whose id or kind matches one of the patterns (all without any), by id.

    Raises:
        ConfigError: there are none, or one cannot be read.
    """
    tasks = [_read(path.parent) for path in sorted(folder.glob("*/task.toml"))]
    if not tasks:
        raise ConfigError(
            f"There are no tasks in {str(folder)!r}.", remedy="Give --tasks-dir; a checkout has them in bench/tasks."
        )
    for pattern in patterns:
        if not any(_matches(task, pattern) for task in tasks):
            raise ConfigError(
                f"No task matches {pattern!r}.", remedy="Match an id (`textkit-*`) or a kind: " + ", ".join(kinds())
            )
    return [task for task in tasks if not patterns or any(_matches(task, pattern) for pattern in patterns)]


def check_programs(tasks: Sequence[Task]) -> None:
    """Fail before the bench starts, not in each task.

    Raises:
        ConfigError: a program is missing.
    """
    for task in tasks:
        if task.program is not None and shutil.which(task.program) is None:
            raise ConfigError(
                f"The task {task.id!r} needs {task.program!r}, which is not on the PATH.",
                remedy="Install it, or choose other tasks with --tasks.",
            )


def kinds() -> tuple[str, ...]:
    """Every kind of task."""
    return tuple(Kind.__args__)  # type: ignore[attr-defined]  # typing's own way to read a Literal


def sample(tasks: Sequence[Task], count: int, part: int = 1) -> list[Task]:
    """`count` of the tasks, always the same ones, spread over the kinds in proportion; the first part has one of each
    kind where `count` allows it. Another `part` is another sample that shares no task with the first.

    Raises:
        ConfigError: there are not so many parts.
    """
    parts = max(1, len(tasks) // count)
    if part > parts:
        raise ConfigError(f"There is no part {part}: {len(tasks)} tasks give {parts} samples of {count}.")
    of_kind: dict[str, list[tuple[str, Task]]] = {}
    for digest, task in sorted((hashlib.sha256(task.id.encode()).hexdigest(), task) for task in tasks):
        of_kind.setdefault(task.kind, []).append((digest, task))
    spread = sorted(
        (rank / len(same), digest, task) for same in of_kind.values() for rank, (digest, task) in enumerate(same)
    )
    chosen = [task for _, _, task in spread[(part - 1) * count : part * count]]
    return sorted(chosen, key=lambda task: task.id)


def commit_start(workspace: Path) -> None:
    """Make the workspace a git repository with one commit, the same each time."""
    for arguments in (
        ("init", "-q", "-b", "main"), ("config", "user.name", "Bench"), ("config", "user.email", "bench@example.org"),
        ("add", "-A"), ("commit", "-q", "-m", "start"),
    ):  # fmt: skip
        subprocess.run(["git", *arguments], cwd=workspace, env={**_environ(), **_GIT}, check=True, capture_output=True)


def _environ() -> dict[str, str]:
    import os

    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}


def _read(folder: Path) -> Task:
    path = folder / "task.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        task = Task(id=folder.name, folder=folder, size=_size(folder.parent / REPOS / str(data.get("repo"))), **data)
    except (tomllib.TOMLDecodeError, ValidationError, OSError, TypeError) as error:
        raise ConfigError(f"{path} is no task: {error}", remedy="See bench/tasks/README.md.") from error
    if (task.kind == "question") != (task.answer is not None) or (task.answer is None) != task.check_file.is_file():
        raise ConfigError(f"{path}: a question has an answer, every other task a check.py.")
    return task


def _size(repo: Path) -> Size:
    if not repo.is_dir():
        raise ConfigError(f"There is no repository {str(repo)!r}.", remedy="Name one of repos/ in `repo`.")
    files = [path for path in repo.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    lines = sum(path.read_bytes().count(b"\n") for path in files)
    return next((size for most, size in _LINES if lines <= most), "xl")


def _matches(task: Task, pattern: str) -> bool:
    return fnmatch.fnmatchcase(task.id, pattern) or task.kind == pattern
