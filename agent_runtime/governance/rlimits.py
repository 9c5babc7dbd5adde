"""Sets the resource limits of a sandbox's first process from outside, before it runs the command.

That saves starting a program for it. In the sandbox's own user namespace only its own processes count (RLIMIT_NPROC,
see user_namespaces(7)), also when the limit comes from outside.
"""

from __future__ import annotations

import contextlib
import os
import re
import resource
from types import TracebackType
from typing import Self

from agent_runtime.governance.limits import CommandLimits

FILE_BYTES = 16 << 30
_CHILD = re.compile(rb'"child-pid": *(\d+)')
_CHUNK = 4096


class Held:
    """bubblewrap, told to wait before it starts the command until `release`. See bwrap(1), `--block-fd`.

    When this process ends, the wait is over, but then the sandbox ends as well (`--die-with-parent`).
    """

    def __init__(self) -> None:
        self._info, self._told = os.pipe()
        self._waits, self._go = os.pipe()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for number in (self._info, self._told, self._waits, self._go):
            with contextlib.suppress(OSError):
                os.close(number)

    @property
    def options(self) -> list[str]:
        """For bubblewrap."""
        return ["--info-fd", str(self._told), "--block-fd", str(self._waits)]

    @property
    def fds(self) -> tuple[int, int]:
        """To be passed on to it."""
        return self._told, self._waits

    def release(self, limits: CommandLimits) -> None:
        """Limit the sandbox's first process, and let it go on. Call it once, when bubblewrap was started.

        Raises:
            PermissionError: the kernel does not let us (bubblewrap is installed set-id); it still waits.
        """
        os.close(self._told)
        self._told = -1
        told = b""
        while chunk := os.read(self._info, _CHUNK):
            told += chunk
        if (found := _CHILD.search(told)) is None:
            return  # it has failed, and says itself why
        with contextlib.suppress(ProcessLookupError):
            _limit(int(found[1]), limits)
        with contextlib.suppress(BrokenPipeError):
            os.write(self._go, b"1")


def _limit(pid: int, limits: CommandLimits) -> None:
    wanted = {
        resource.RLIMIT_DATA: limits.memory_bytes,
        resource.RLIMIT_NPROC: limits.processes,
        resource.RLIMIT_FSIZE: FILE_BYTES,
        resource.RLIMIT_CORE: 0,
    }
    for which, most in wanted.items():
        _, hard = resource.prlimit(pid, which)
        value = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.prlimit(pid, which, (value, value))
