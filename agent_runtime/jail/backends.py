"""How the child is started and confined: bubblewrap, Landlock with seccomp, or (macOS) seatbelt."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from agent_runtime.jail.layout import PACKAGE_ROOT, PythonLayout, child_files
from agent_runtime.jail.limits import JailLimits
from agent_runtime.jail.seccomp import ARCHITECTURES, program
from agent_runtime.types import JsonValue

BOOT = (
    f"import sys; sys.path.insert(0, {str(PACKAGE_ROOT)!r}); from agent_runtime.jail import child; "
    "del sys.path[0]; child.main()"
)


class Backend(Protocol):
    """One way to confine the child."""

    @property
    def name(self) -> str:
        """As in `--jail NAME`."""

    def missing(self) -> str | None:
        """Why this cannot work here, or `None`; only a started child proves that it does."""

    def command(self, layout: PythonLayout, info_fd: int) -> list[str]:
        """What to start. A backend that forks writes `{"child-pid": N}` to `info_fd`."""

    def reports_pid(self) -> bool:
        """Whether `info_fd` is written to."""

    def confinement(self, layout: PythonLayout, limits: JailLimits, pid: int) -> Mapping[str, JsonValue]:
        """What the child does to itself before it runs code of the model."""


@dataclass(frozen=True)
class Bubblewrap:
    """Namespaces by bubblewrap, and inside them Landlock and seccomp."""

    name: str = "bubblewrap"

    def missing(self) -> str | None:
        if sys.platform != "linux":
            return "bubblewrap needs Linux"
        if shutil.which("bwrap") is None:
            return "bwrap is not installed (apt install bubblewrap, dnf install bubblewrap)"
        return _no_seccomp()

    def command(self, layout: PythonLayout, info_fd: int) -> list[str]:
        arguments = [shutil.which("bwrap") or "bwrap", "--unshare-all", "--unshare-user", "--die-with-parent"]
        arguments += ["--new-session", "--as-pid-1", "--cap-drop", "ALL", "--uid", "65534", "--gid", "65534"]
        arguments += ["--clearenv", "--setenv", "MALLOC_ARENA_MAX", "1", "--setenv", "OPENBLAS_NUM_THREADS", "1"]
        arguments += ["--hostname", "jail", "--info-fd", str(info_fd)]
        for path in layout.readable:
            arguments += ["--ro-bind", path, path]
        for path in layout.hidden:
            arguments += ["--tmpfs", path]
        for path in (*layout.packages, *child_files()):
            arguments += ["--ro-bind", path, path]
        for path in layout.hidden:
            arguments += ["--remount-ro", path]
        return [*arguments, "--remount-ro", "/", "--chdir", "/", "--", *_python(layout)]

    def reports_pid(self) -> bool:
        return True

    def confinement(self, layout: PythonLayout, limits: JailLimits, pid: int) -> Mapping[str, JsonValue]:
        # The kernel lets the count pass the limit by one. Since Linux 5.14 it counts per user namespace, before that
        # per user of the whole machine. It never counts for root: the host watches the number of threads besides.
        counted = {"NPROC": limits.processes - 1} if _kernel() >= (5, 14) else {}
        return {**_linux(layout, limits, 1, counted), "parent": 0}


@dataclass(frozen=True)
class Landlock:
    """No namespaces: Landlock and seccomp, which the child applies to itself."""

    name: str = "landlock"

    def missing(self) -> str | None:
        if sys.platform != "linux":
            return "Landlock needs Linux"
        if _kernel() < (5, 13):
            return f"Landlock needs Linux 5.13, this is {platform.release()}"
        return _no_seccomp()

    def command(self, layout: PythonLayout, info_fd: int) -> list[str]:
        return _python(layout)

    def reports_pid(self) -> bool:
        return False

    def confinement(self, layout: PythonLayout, limits: JailLimits, pid: int) -> Mapping[str, JsonValue]:
        return {**_linux(layout, limits, pid, {}), "landlock": True}


@dataclass(frozen=True)
class Seatbelt:
    """macOS: a profile for `sandbox-exec` that denies by default."""

    name: str = "seatbelt"

    def missing(self) -> str | None:
        if sys.platform != "darwin":
            return "seatbelt needs macOS"
        return None if Path("/usr/bin/sandbox-exec").exists() else "/usr/bin/sandbox-exec is missing"

    def command(self, layout: PythonLayout, info_fd: int) -> list[str]:
        return ["/usr/bin/sandbox-exec", "-p", seatbelt_profile(layout), *_python(layout)]

    def reports_pid(self) -> bool:
        return False

    def confinement(self, layout: PythonLayout, limits: JailLimits, pid: int) -> Mapping[str, JsonValue]:
        return {"seccomp": None, "readable": [], "listable": [], "rlimits": _rlimits(limits), "parent": os.getpid()}


@dataclass(frozen=True)
class Unconfined:
    """`--jail none`: a child process with limits and nothing else. Never chosen by itself."""

    name: str = "none"

    def missing(self) -> str | None:
        return None

    def command(self, layout: PythonLayout, info_fd: int) -> list[str]:
        return _python(layout)

    def reports_pid(self) -> bool:
        return False

    def confinement(self, layout: PythonLayout, limits: JailLimits, pid: int) -> Mapping[str, JsonValue]:
        return {"seccomp": None, "readable": [], "listable": [], "rlimits": {"CORE": 0}, "parent": os.getpid()}


BACKENDS: Mapping[str, Backend] = {
    backend.name: backend for backend in (Bubblewrap(), Landlock(), Seatbelt(), Unconfined())
}


def seatbelt_profile(layout: PythonLayout) -> str:
    """The profile text: reads of Python's own files, and nothing else.

    Signals, network, other programs, writes and Mach services stay denied.
    """
    paths = (*layout.readable, *layout.packages, *child_files())
    allowed = "\n".join(f"  (subpath {_quote(os.path.realpath(path))})" for path in paths)
    denied = "\n".join(f"  (subpath {_quote(os.path.realpath(path))})" for path in layout.hidden)
    lines = [
        "(version 1)",
        "(deny default)",
        f"(allow process-exec (literal {_quote(os.path.realpath(layout.executable))}))",
        "(allow sysctl-read)",
        '(allow file-read-metadata (literal "/"))',
        f'(allow file-read*\n  (subpath "/usr/lib")\n  (subpath "/System/Library")\n{allowed})',
        *([f"(deny file-read-data\n{denied})"] if denied else []),
        '(allow file-read* (literal "/dev/urandom") (literal "/dev/null"))',
        "(allow signal (target self))",
    ]
    return "\n".join(lines) + "\n"


def _python(layout: PythonLayout) -> list[str]:
    return [layout.executable, "-I", "-S", "-B", "-c", BOOT]


def _linux(layout: PythonLayout, limits: JailLimits, pid: int, more: Mapping[str, int]) -> dict[str, JsonValue]:
    readable, listable = layout.landlock()
    return {
        "seccomp": program(pid).hex(),
        "readable": list(readable),
        "listable": list(listable),
        "rlimits": {**_rlimits(limits), **more},
        "parent": os.getpid(),
    }


def _rlimits(limits: JailLimits) -> dict[str, JsonValue]:
    return {"AS": limits.memory_bytes, "CORE": 0, "FSIZE": 0, "NOFILE": 64, "MEMLOCK": 0, "MSGQUEUE": 0}


def _no_seccomp() -> str | None:
    machine = platform.machine()
    return None if machine in ARCHITECTURES else f"there is no seccomp table for {machine}"


def _kernel() -> tuple[int, int]:
    match = re.match(r"(\d+)\.(\d+)", platform.release())
    return (int(match[1]), int(match[2])) if match else (0, 0)


def _quote(path: str) -> str:
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'
