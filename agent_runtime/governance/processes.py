"""Starts the processes of the command sandbox, and watches them."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from agent_runtime.governance.environment import search_path
from agent_runtime.governance.limits import CommandLimits, end_tree
from agent_runtime.governance.supervise import Supervised, supervise

_GRACE_S = 2.0


class Started(subprocess.Popen[bytes]):
    """A process and the reading end of its output."""

    pipe: int


def start(
    argv: list[str], variables: Mapping[str, str], *, cwd: Path | None = None, pass_fds: Sequence[int] = ()
) -> Started:
    """Start a program with nothing on its input; output and errors go into one pipe."""
    reading, writing = os.pipe()
    try:
        process = Started(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=writing,
            stderr=writing,
            env=dict(variables),
            cwd=cwd or "/",
            pass_fds=tuple(pass_fds),
            start_new_session=True,
        )
    except BaseException:
        os.close(reading)
        raise
    finally:
        os.close(writing)
    process.pipe = reading
    return process


def watch(
    process: Started,
    limits: CommandLimits,
    cancel: threading.Event | None,
    on_output: Callable[[str], None] | None,
    *,
    group: bool = False,
    gently: bool = False,
) -> Supervised:
    """Wait for a command; past a limit, or when it is cancelled, end it and all that is below it.

    `group`: it leads a group of processes that no sandbox ends. `gently`: its launcher ends what is below it.
    """

    def kill() -> None:
        if process.poll() is not None:
            return
        if gently:  # the launcher ends all that is below it
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_GRACE_S)
                return
        if group:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        end_tree(process.pid)
        process.kill()

    return supervise(process, process.pipe, limits, kill=kill, cancel=cancel, on_output=on_output)


def memory_file(content: bytes) -> int:
    """A file that is only in memory, to be handed on by its descriptor."""
    number = os.memfd_create("sandbox")
    os.write(number, content)
    os.lseek(number, 0, os.SEEK_SET)
    return number


def find_program(name: str, host: Mapping[str, str], workspace: Path) -> str | None:
    """A program on PATH, but never one that the workspace brings."""
    entries = [entry for entry in search_path(host) if not Path(os.path.realpath(entry)).is_relative_to(workspace)]
    return shutil.which(name, path=os.pathsep.join([*entries, "/usr/bin", "/bin"]))
