"""How many calls a model takes at once, over all processes of this user: one locked file for each."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path

from agent_runtime.config import state_dir
from agent_runtime.errors import Interrupted

UNLIMITED = 64
"""Places of a model without `concurrency`: only counted, so that equals share the load."""
_POLL_S = 0.02


class Slots:
    """The places of one model. The system frees a place when its process ends, however it ends."""

    def __init__(self, model_id: str, concurrency: int | None) -> None:
        self.limited = concurrency is not None
        self._count = concurrency or UNLIMITED
        self._name = re.sub(r"[^\w.-]", "_", model_id)

    @contextlib.contextmanager
    def hold(self, cancelled: threading.Event) -> Iterator[None]:
        """Wait for a place and keep it. Without a limit nothing is waited for or kept.

        Raises:
            Interrupted: `cancelled` was set meanwhile.
        """
        if not self.limited:
            yield
            return
        while (place := self.take()) is None:
            if cancelled.wait(_POLL_S):
                raise Interrupted("The model call was interrupted.")
        with place:
            yield

    def take(self) -> contextlib.ExitStack | None:
        """A place, to be closed when the call has ended; `None` when all are taken."""
        for number in range(self._count):
            descriptor = self._lock(number)
            if descriptor is not None:
                place = contextlib.ExitStack()
                place.callback(os.close, descriptor)
                return place
        return None

    def used(self) -> int:
        """How many calls go on."""
        count = 0
        for number in range(self._count):
            if not self._file(number).exists():
                break
            descriptor = self._lock(number)
            if descriptor is None:
                count += 1
            else:
                os.close(descriptor)
        return count

    def _file(self, number: int) -> Path:
        return state_dir() / "slots" / self._name / str(number)

    def _lock(self, number: int) -> int | None:
        path = self._file(number)
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor
