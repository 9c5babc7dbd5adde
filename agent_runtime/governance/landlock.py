"""Prepares the Landlock sandbox of one command, for machines where bubblewrap does not start."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from agent_runtime.governance.bubblewrap import GUARDED_IN_GIT
from agent_runtime.governance.index import Findings
from agent_runtime.governance.limits import CommandLimits
from agent_runtime.governance.masks import PROTECTED
from agent_runtime.governance.places import Places
from agent_runtime.governance.seccomp import command_filter

_CREATE_RULESET = 444
_LEAST_ABI = 3
"""Before it (Linux 6.2) any file that can be read can be truncated."""

_DEVICES = ("null", "zero", "full", "random", "urandom")
_PROC_FILES = ("cpuinfo", "meminfo", "stat", "loadavg", "uptime", "version", "filesystems")
_NO_SYSTEM = frozenset(map(Path, ("/proc", "/dev", "/sys", "/lost+found", "/boot")))


def abi() -> int:
    """The kernel's Landlock version, 0 when it has none. See landlock(7)."""
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    return max(0, int(version))


def problem() -> str:
    """Why it cannot be used here, or nothing."""
    version = abi()
    if version < _LEAST_ABI:
        return f"the kernel has Landlock {version or 'not at all'}, {_LEAST_ABI} is needed (Linux 6.2)"
    if not command_filter():
        return "no system-call filter is known for this processor"
    return ""


def shortcomings() -> list[str]:
    """In what it protects less than bubblewrap."""
    found = [
        "Landlock hides files but not that processes exist, cannot stop chmod and touch of your own files, and no "
        "file can be created at the top of the workspace"
    ]
    if abi() < 6:
        found.append("this kernel cannot stop commands from signalling your processes")
    return found


@dataclass(frozen=True, slots=True)
class Launch:
    """How to start a command; the command's argv comes after `argv`."""

    argv: list[str]
    environment: dict[str, str]
    fds: tuple[int, ...]


@contextlib.contextmanager
def prepared(
    places: Places,
    findings: Findings,
    cwd: Path,
    writable: bool,
    network: bool,
    write_git: bool,
    limits: CommandLimits,
    variables: Mapping[str, str],
) -> Iterator[Launch]:
    """Work out the grants and make a private folder, which is removed afterwards."""
    private = Path(tempfile.mkdtemp(prefix="agent-runtime-cmd-"))
    number = os.memfd_create("landlock")
    try:
        home = private / "home"
        home.mkdir()
        read, write = _grants(places, findings, writable, write_git)
        plan = {
            "cwd": str(cwd),
            "network": network,
            "read": [os.fsdecode(path) for path in read],
            "write": [os.fsdecode(path) for path in [*write, private]],
            "list": [os.fsdecode(places.workspace)],
            "devices": [f"/dev/{name}" for name in _DEVICES],
            "proc": [f"/proc/{name}" for name in _PROC_FILES],
            "filter": command_filter(sockets=frozenset({2, 10, 16}) if network else frozenset()).hex(),
            "data": limits.memory_bytes,
        }
        os.write(number, json.dumps(plan).encode())
        os.lseek(number, 0, os.SEEK_SET)
        environment = {**variables, "HOME": str(home), "TMPDIR": str(private)}
        for name in ("CARGO_HOME", "RUSTUP_HOME", "PYENV_ROOT"):
            folder = places.home / f".{name.split('_')[0].lower()}"
            if folder in places.shown:
                environment.setdefault(name, str(folder))
        script = Path(__file__).with_name("landlock_child.py")
        yield Launch([sys.executable, "-I", "-S", "-B", str(script), str(number)], environment, (number,))
    finally:
        os.close(number)
        shutil.rmtree(private, ignore_errors=True)


def _grants(places: Places, findings: Findings, writable: bool, write_git: bool) -> tuple[list[Path], list[Path]]:
    """Landlock only grants, and whole folders: around what is hidden, a folder is granted child by child."""
    workspace = places.workspace
    secrets = {workspace / name for name in findings.secret_files | findings.secret_folders}
    protected = {workspace / name for name in [*findings.protected, *findings.links, *PROTECTED]}
    hidden = {*places.hidden_folders, *places.hidden_files, *_NO_SYSTEM, workspace}
    read = list(_around(Path("/"), hidden))
    for path in places.shown:
        read += _around(path, set(places.credentials) | {workspace})
    own = {path for path in places.hidden_folders if path.is_relative_to(workspace)}
    read += _around(workspace, secrets | own)
    write: list[Path] = []
    if writable:
        if write_git:
            git = {path for path in protected if path.name == ".git" and path.is_dir()}
            protected |= {path / name for path in git for name in GUARDED_IN_GIT}
            protected -= git
        write = list(_around(workspace, secrets | own | protected))
    return read, write


def _around(folder: Path, excluded: set[Path]) -> Iterator[Path]:
    """The largest parts of `folder` that contain nothing excluded.

    No links: a rule is for what a link leads to, which may lie anywhere.
    """
    if folder in excluded or folder.is_symlink():
        return
    if not any(path.is_relative_to(folder) for path in excluded):
        yield folder
        return
    try:
        children = sorted(folder.iterdir())
    except OSError:
        return
    for child in children:
        yield from _around(child, excluded)
