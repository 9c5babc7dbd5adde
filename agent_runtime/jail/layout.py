"""What of the file system a Python needs: its library, the C libraries it loads, and packages named by a setting."""

from __future__ import annotations

import contextlib
import importlib.metadata
import importlib.util
import json
import os
import platform
import py_compile
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from agent_runtime.errors import ConfigError, JailUnavailable

PACKAGE_ROOT = Path(__file__).resolve().parent.parent.parent
_CHILD_MODULES = (
    "__init__",
    "jail/__init__",
    "jail/child",
    "jail/confine",
    "jail/hints",
    "jail/streams",
    "jail/values",
)
_SHOW = "import json,sys,sysconfig;print(json.dumps([sys.base_prefix,sysconfig.get_path('stdlib'),sys.executable]))"
_SITE_FOLDERS = ("site-packages", "dist-packages")


@dataclass(frozen=True, slots=True)
class PythonLayout:
    """Paths the child may read, as they are on the host."""

    executable: str
    readable: tuple[str, ...]
    """Files and folders."""
    hidden: tuple[str, ...]
    """Folders below `readable` that are not to be read: third-party packages."""
    search_path: tuple[str, ...] = ()
    """Folders appended to `sys.path` for the named packages."""
    packages: tuple[str, ...] = ()
    """Files and folders of the named packages, below `search_path`."""

    def landlock(self) -> tuple[list[str], list[str]]:
        """(readable, listable): Landlock can only add rights, so a folder that holds a hidden one is opened
        child by child."""
        readable: list[str] = []
        listable: list[str] = list(self.search_path)
        for path in self.readable:
            if any(hidden.startswith(path + "/") for hidden in self.hidden):
                self._open(path, readable, listable)
            else:
                readable.append(path)
        return [*readable, *self.packages], listable

    def _open(self, path: str, readable: list[str], listable: list[str]) -> None:
        listable.append(path)
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.path in self.hidden:
                    continue
                if any(hidden.startswith(entry.path + "/") for hidden in self.hidden):
                    self._open(entry.path, readable, listable)
                else:
                    readable.append(entry.path)


@cache
def child_files() -> tuple[str, ...]:
    """The child's sources, and their bytecode if it can be made: compiling costs time and memory at each start."""
    sources = [str(PACKAGE_ROOT / "agent_runtime" / f"{name}.py") for name in _CHILD_MODULES]
    compiled = [importlib.util.cache_from_source(source) for source in sources]
    for source, target in zip(sources, compiled, strict=True):
        with contextlib.suppress(OSError):
            if not Path(target).exists() or Path(target).stat().st_mtime < Path(source).stat().st_mtime:
                py_compile.compile(source, quiet=2)
    return tuple(path for path in (*sources, *compiled) if Path(path).exists())


@cache
def python_layout(executable: str | None = None, packages: tuple[str, ...] = ()) -> PythonLayout:
    """The layout of this Python, or of another one.

    Raises:
        JailUnavailable: the other Python does not start.
        ConfigError: a package is not installed.
    """
    if executable is None:
        base = getattr(sys, "_base_executable", None) or sys.executable
        prefix, stdlib, found = sys.base_prefix, sysconfig.get_path("stdlib"), base
    else:
        try:
            shown = subprocess.run([executable, "-I", "-S", "-c", _SHOW], capture_output=True, check=True, timeout=20)
            prefix, stdlib, found = json.loads(shown.stdout)
        except (OSError, subprocess.SubprocessError, ValueError) as error:
            raise JailUnavailable(f"{executable!r} is no Python that starts: {error}.") from error
    folders = dict.fromkeys([stdlib, *_own_libraries(prefix), *_system_libraries()])
    readable = tuple(path for path in folders if not any(path.startswith(other + "/") for other in folders))
    hidden = {str(Path(stdlib, name)) for name in _SITE_FOLDERS if Path(stdlib, name).is_dir()} | {
        str(path) for name in _SITE_FOLDERS for path in Path(prefix, "lib").glob(f"python3*/{name}") if path.is_dir()
    }
    inside = tuple(sorted(path for path in hidden if any(path.startswith(top + "/") for top in readable)))
    search_path, entries = _package_entries(packages)
    real = os.path.realpath(found)
    return PythonLayout(real, (*readable, real), inside, search_path, entries)


def _own_libraries(prefix: str) -> list[str]:
    """A Python of its own prefix brings libraries beside its standard library."""
    if prefix == "/usr":
        return []
    return [path for path in (f"{prefix}/lib",) if Path(path).is_dir()]


def _system_libraries() -> list[str]:
    machine = platform.machine()
    narrow = [f"{top}/{machine}-linux-{libc}" for top in ("/lib", "/usr/lib") for libc in ("gnu", "musl")]
    found = [path for path in (*narrow, "/lib64", "/usr/lib64") if Path(path).is_dir()]
    if not any(path in found for path in (*narrow, "/usr/lib64")):
        found += [path for path in ("/lib", "/usr/lib") if Path(path).is_dir()]
    return found + [path for path in ("/nix/store", "/gnu/store", "/usr/share/zoneinfo") if Path(path).is_dir()]


def _package_entries(packages: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    folders: dict[str, None] = {}
    entries: dict[str, None] = {}
    for distribution in _closure(packages):
        for file in distribution.files or ():
            top = file.parts[0]
            if top in ("..", "__pycache__") or top.endswith(".pth"):
                continue
            folder = Path(str(distribution.locate_file("")))
            folders[str(folder.resolve())] = None
            entries[str((folder / top).resolve())] = None
    return tuple(folders), tuple(path for path in entries if Path(path).exists())


def _closure(packages: Sequence[str]) -> Iterator[importlib.metadata.Distribution]:
    """The named distributions and what they need."""
    waiting, seen = list(packages), set()
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in seen:
            continue
        seen.add(name)
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError as error:
            if name in {re.sub(r"[-_.]+", "-", package).lower() for package in packages}:
                raise ConfigError(f"JAIL_PACKAGES names {name!r}, which is not installed.") from error
            continue
        yield distribution
        for requirement in distribution.requires or ():
            if "extra ==" not in requirement and (match := re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", requirement)):
                waiting.append(match[0])
