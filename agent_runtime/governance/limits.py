"""What a command may use, what it used, and how its processes are found."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from agent_runtime.types import SandboxProfile

_STOP_S = 1.0
Backend = Literal["bubblewrap", "landlock", "none"]


@dataclass(frozen=True, slots=True)
class CommandLimits:
    """What a command may use."""

    timeout_s: float = 120.0
    memory_bytes: int = 8 << 30
    processes: int = 512
    output_bytes: int = 4 << 20


@dataclass(frozen=True, slots=True)
class CommandResult:
    """How a command ended. Output beyond the limit is cut in the middle."""

    exit_code: int | None
    """`None` when it was killed by a limit or cancelled."""
    output: str
    """stdout and stderr as they came."""
    duration_s: float
    peak_memory_bytes: int
    """The most that was seen: of one process since it started, or of all together at one moment."""
    profile: SandboxProfile
    backend: Backend
    degraded: bool = False
    timed_out: bool = False
    cancelled: bool = False
    output_cut: bool = False
    hint: str = ""
    """What likely went wrong because of the sandbox, and how to approve it."""


@dataclass(frozen=True, slots=True)
class TreeUsage:
    """A look at a process and all its descendants."""

    processes: int
    resident_bytes: int
    """Pages that processes share are counted for each: an upper bound."""
    peak_process_bytes: int


def descendants(pid: int) -> Iterator[int]:
    """A process and everything below it, also what changed its session; gone ones are left out."""
    pending = [pid]
    while pending:
        current = pending.pop()
        yield current
        try:
            tasks = os.listdir(f"/proc/{current}/task")  # noqa: PTH208 (names, many times a second)
        except OSError:
            continue
        for task in tasks:
            try:
                children = Path(f"/proc/{current}/task/{task}/children").read_text("ascii")
            except OSError:
                continue
            pending.extend(int(child) for child in children.split())


def end_tree(pid: int) -> None:
    """Kill a child of ours and all that is below it.

    It is stopped first. Killed while it starts the sandbox's first process, bubblewrap would leave that one behind:
    the kernel is asked to end it with its parent only a moment after it was made (`die_with_parent`, bubblewrap.c).
    """
    try:
        os.kill(pid, signal.SIGSTOP)
        deadline = time.monotonic() + _STOP_S
        while _state(pid) not in "TZX" and time.monotonic() < deadline:
            time.sleep(0.001)
    except ProcessLookupError:
        return
    for each in reversed(list(descendants(pid))):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(each, signal.SIGKILL)


def _state(pid: int) -> str:
    """One letter of proc(5), `X` when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return "X"


def measure(pid: int) -> TreeUsage:
    """Count the processes below `pid` (it is included) and their memory."""
    processes = resident = peak = 0
    for current in descendants(pid):
        processes += 1
        try:
            status = Path(f"/proc/{current}/status").read_text("utf-8", "replace")
        except OSError:
            continue
        fields = dict(line.split(":", 1) for line in status.splitlines() if line.startswith(("VmHWM:", "VmRSS:")))
        resident += _kilobytes(fields.get("VmRSS"))
        peak = max(peak, _kilobytes(fields.get("VmHWM")))
    return TreeUsage(processes, resident, peak)


def proportional_bytes(pid: int) -> int:
    """Memory of the tree with shared pages divided among their users; slower than `measure`."""
    total = 0
    for current in descendants(pid):
        try:
            rollup = Path(f"/proc/{current}/smaps_rollup").read_text("ascii", "replace")
        except OSError:
            continue
        total += sum(_kilobytes(line.split(":", 1)[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total


def _kilobytes(text: str | None) -> int:
    return int(text.split()[0]) * 1024 if text else 0
