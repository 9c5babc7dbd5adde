"""A fast inventory of a workspace, so that what a command changed is known and can be undone."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pathspec

from agent_runtime.errors import RecordsError

MAX_FILE_BYTES = 4 << 20
"""Larger files are listed, not copied."""
MAX_TOTAL_BYTES = 512 << 20
"""Together, for files that git does not hold already."""
_RACY_NS = 50_000_000
_SKIPPED = {
    ".git",
    "node_modules",
    ".venv",
    "venv",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".tox",
}
_INDEX = re.compile(
    rb"(\d{6}) ([0-9a-f]{40,64}) \d\t([^\0]*)\0  ctime: \d+:\d+\n  mtime: (\d+):(\d+)\n  dev: \d+\tino: (\d+)\n"
    rb"  uid: \d+\tgid: \d+\n  size: (\d+)\tflags: \w+\n"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look at a path showed."""

    kind: str
    """`file` or `link`."""
    mode: int
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int

    def same_as(self, other: Seen | None) -> bool:
        """Whether nothing has changed, by the file's times and size."""
        return self == other


@dataclass(frozen=True)
class Inventory:
    """All entries of a workspace that are neither ignored nor special."""

    entries: Mapping[str, Seen]
    folders: frozenset[str]
    ignored: tuple[str, ...]
    """Left out, openly: ignored paths, collapsed to folders."""
    clean: Mapping[str, str] = field(default_factory=dict)
    """Path -> git blob, for tracked files whose content git has, byte for byte."""
    taken_ns: int = 0

    def racy(self, path: str) -> bool:
        """Whether the entry changed so shortly before that its times cannot tell of a further change."""
        seen = self.entries[path]
        return self.taken_ns - max(seen.mtime_ns, seen.ctime_ns) < _RACY_NS


class TooManyFiles(RecordsError):
    """The workspace has more files than were wanted."""


def take_inventory(root: Path, *, max_files: int | None = None) -> Inventory:
    """Walk the workspace. Git is asked for what it ignores and holds, by plumbing that runs no hooks or filters.

    Raises:
        TooManyFiles: there are more than `max_files`.
    """
    started = time.time_ns()
    repository = Git(root)
    ignored = repository.ignored()
    if ignored is None:
        matcher: pathspec.GitIgnoreSpec | None = _ignore_file(root)
        pruned: frozenset[str] = frozenset()
    else:
        matcher, pruned = None, frozenset(ignored)
    entries: dict[str, Seen] = {}
    folders: set[str] = set()
    left_out: list[str] = list(ignored or ())
    for path, info in _walk(root, pruned, matcher, left_out):
        if stat.S_ISDIR(info.st_mode):
            folders.add(path)
        elif stat.S_ISREG(info.st_mode) or stat.S_ISLNK(info.st_mode):
            kind = "file" if stat.S_ISREG(info.st_mode) else "link"
            mode = stat.S_IMODE(info.st_mode)
            entries[path] = Seen(kind, mode, info.st_size, info.st_mtime_ns, info.st_ctime_ns, info.st_ino)
        if max_files is not None and len(entries) + len(folders) > max_files:
            raise TooManyFiles(f"{root} has more than {max_files} files.")
    clean = repository.clean(entries) if ignored is not None else {}
    return Inventory(entries, frozenset(folders), tuple(sorted(left_out)), clean, started)


def _ignore_file(root: Path) -> pathspec.GitIgnoreSpec | None:
    try:
        lines = (root / ".gitignore").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    return pathspec.GitIgnoreSpec.from_lines(lines)


def _walk(
    root: Path, pruned: frozenset[str], matcher: pathspec.GitIgnoreSpec | None, left_out: list[str]
) -> Iterator[tuple[str, os.stat_result]]:
    stack = [""]
    while stack:
        folder = stack.pop()
        try:
            found = list(os.scandir(root / folder))
        except OSError:
            left_out.append(folder + "/")
            continue
        for item in found:
            path = f"{folder}/{item.name}" if folder else item.name
            is_folder = item.is_dir(follow_symlinks=False)
            shown = path + "/" if is_folder else path
            if shown in pruned or (is_folder and item.name == ".git") or item.name.startswith(".agent-runtime-"):
                continue
            if matcher and (matcher.match_file(shown) or (is_folder and item.name in _SKIPPED)):
                left_out.append(shown)
                continue
            if not matcher and not pruned and is_folder and item.name in _SKIPPED:
                left_out.append(shown)
                continue
            try:
                info = item.stat(follow_symlinks=False)
            except OSError:
                continue
            yield path, info
            if is_folder:
                stack.append(path)


class Git:
    """Reads of the repository around a workspace, with nothing of the repository's configuration run."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def run(self, *arguments: str, stdin: bytes | None = None) -> bytes | None:
        """Output, `None` when git is missing or refuses."""
        command = ["git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", *arguments]
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_TERMINAL_PROMPT": "0",
        }
        try:
            done = subprocess.run(
                command, cwd=self.root, input=stdin or b"", capture_output=True, env=environment, check=False
            )
        except OSError:
            return None
        return done.stdout if done.returncode == 0 else None

    def ignored(self) -> list[str] | None:
        """Ignored paths, folders with a slash; `None` outside a repository."""
        out = self.run("ls-files", "-z", "-o", "-i", "--exclude-standard", "--directory")
        return None if out is None else [os.fsdecode(item) for item in out.split(b"\0") if item]

    def clean(self, entries: Mapping[str, Seen]) -> dict[str, str]:
        """Tracked files that are as the index saw them, where git stores them byte for byte."""
        if any(path.rpartition("/")[2] == ".gitattributes" for path in entries) or self._converts():
            return {}
        out = self.run("ls-files", "-z", "-s", "--debug")
        place = self.run("rev-parse", "--git-path", "index")
        if out is None or place is None:
            return {}
        try:
            index_ns = (self.root / os.fsdecode(place.strip())).stat().st_mtime_ns
        except OSError:
            return {}
        found = {}
        for match in _INDEX.finditer(out):
            mode, blob, name, seconds, nanoseconds, inode, size = match.groups()
            path = os.fsdecode(name)
            seen = entries.get(path)
            mtime_ns = int(seconds) * 1_000_000_000 + int(nanoseconds)
            if (
                seen is not None
                and mode.startswith(b"100")
                and (seen.kind, seen.size, seen.mtime_ns, seen.inode & 0xFFFFFFFF)
                == ("file", int(size), mtime_ns, int(inode))
                and mtime_ns < index_ns
            ):
                found[path] = blob.decode("ascii")
        return found

    def _converts(self) -> bool:
        """Whether checked-out bytes may differ from stored ones."""
        out = self.run("config", "--get-regexp", r"^(core\.(autocrlf|eol|attributesfile)|filter\..*)$")
        lines = (out or b"").decode("utf-8", errors="replace").splitlines()
        common = self.run("rev-parse", "--git-path", "info/attributes")
        has_file = common is not None and (self.root / os.fsdecode(common.strip())).exists()
        # `git lfs install` sets filter.lfs.* for everybody; without attributes it does nothing.
        return has_file or any(not line.startswith("filter.") and line != "core.autocrlf false" for line in lines)

    def blobs(self, names: Sequence[str]) -> dict[str, bytes]:
        """Contents of blobs, by name; missing ones are left out."""
        if not names:
            return {}
        out = self.run("cat-file", "--batch", stdin="".join(f"{name}\n" for name in names).encode())
        found: dict[str, bytes] = {}
        at = 0
        while out and at < len(out):
            end = out.index(b"\n", at)
            parts = out[at:end].split()
            at = end + 1
            if len(parts) == 3:
                size = int(parts[2])
                found[parts[0].decode()] = out[at : at + size]
                at += size + 1
        return found
