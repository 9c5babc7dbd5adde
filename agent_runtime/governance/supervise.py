"""Watches one running command: its output, its clock, its memory and its processes."""

from __future__ import annotations

import codecs
import os
import selectors
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from agent_runtime.governance.limits import CommandLimits, measure, proportional_bytes

_TICK_S = 0.05
_FIRST_SAMPLE_S = 0.004
_SAMPLE_S = 0.1
_DRAIN_S = 0.5
_CHUNK = 1 << 16
_FLOOD = 64
"""A command that prints this many times its output limit is stopped."""

Stop = Literal["time", "memory", "processes", "output", "cancelled"]


@dataclass(frozen=True, slots=True)
class Supervised:
    """What became of the process."""

    exit_code: int
    output: str
    output_cut: bool
    duration_s: float
    peak_memory_bytes: int
    stop: Stop | None


@dataclass(slots=True)
class Output:
    """Keeps the first and the last half of what comes, and passes text on as it comes."""

    limit: int
    on_output: Callable[[str], None] | None = None
    total: int = 0
    _head: bytearray = field(default_factory=bytearray)
    _tail: bytearray = field(default_factory=bytearray)
    _decoder: codecs.IncrementalDecoder = field(
        default_factory=lambda: codecs.getincrementaldecoder("utf-8")(errors="replace")
    )

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self.total += len(chunk)
        room = max(0, self.limit // 2 - len(self._head))
        self._head += chunk[:room]
        self._tail += chunk[room:]
        keep = self.limit - self.limit // 2
        if len(self._tail) > 2 * keep + _CHUNK:
            del self._tail[:-keep]
        if self.on_output is not None and (text := self._decoder.decode(chunk)):
            self.on_output(text)

    def finish(self) -> tuple[str, bool]:
        """The text, and whether something is missing from its middle."""
        if self.on_output is not None and (text := self._decoder.decode(b"", final=True)):
            self.on_output(text)
        keep = self.limit - self.limit // 2
        missing = max(0, len(self._tail) - keep)
        missing += self.total - len(self._head) - len(self._tail)
        if not missing:
            return (self._head + self._tail).decode("utf-8", "replace"), False
        tail = self._tail[len(self._tail) - keep :] if keep else b""
        while tail and tail[0] & 0xC0 == 0x80:  # a character that the cut went through
            tail = tail[1:]
        head = self._head.decode("utf-8", "ignore")
        return f"{head}\n[... {missing} bytes cut ...]\n{tail.decode('utf-8', 'replace')}", True


def supervise(
    process: subprocess.Popen[bytes],
    pipe: int,
    limits: CommandLimits,
    *,
    kill: Callable[[], None],
    cancel: threading.Event | None = None,
    on_output: Callable[[str], None] | None = None,
) -> Supervised:
    """Read `pipe` until the process ends or must end, then end whatever is left of it.

    `kill` ends the process with all its descendants; it is called on every way out. The pipe is closed.
    """
    started = time.monotonic()
    watch = _Watch(process, pipe, limits, Output(limits.output_bytes, on_output), cancel, started)
    try:
        stop = watch.loop()
        duration = time.monotonic() - started
        kill()
        watch.drain()
    except BaseException:
        kill()
        process.wait()
        raise
    finally:
        os.close(pipe)
    exit_code = process.wait()
    text, cut = watch.output.finish()
    return Supervised(exit_code, text, cut, duration, watch.peak, stop)


@dataclass(slots=True)
class _Watch:
    process: subprocess.Popen[bytes]
    pipe: int
    limits: CommandLimits
    output: Output
    cancel: threading.Event | None
    started: float
    peak: int = 0
    open: bool = True

    def loop(self) -> Stop | None:
        os.set_blocking(self.pipe, False)
        ended = os.pidfd_open(self.process.pid)
        interval = _FIRST_SAMPLE_S
        next_sample = self.started + interval
        try:
            with selectors.DefaultSelector() as selector:
                selector.register(self.pipe, selectors.EVENT_READ)
                selector.register(ended, selectors.EVENT_READ)
                while True:
                    now = time.monotonic()
                    wait = min(_TICK_S, next_sample - now, self.started + self.limits.timeout_s - now)
                    ready = {key.fd for key, _ in selector.select(max(0.0, wait))}
                    if self.pipe in ready and not self._read():
                        selector.unregister(self.pipe)
                    if ended in ready:
                        return None
                    now = time.monotonic()
                    if self.cancel is not None and self.cancel.is_set():
                        return "cancelled"
                    if now - self.started >= self.limits.timeout_s:
                        return "time"
                    if self.output.total > _FLOOD * max(self.limits.output_bytes, 1 << 20):
                        return "output"
                    if now >= next_sample:
                        if stop := self._sample():
                            return stop
                        interval = min(interval * 1.5, _SAMPLE_S)
                        next_sample = time.monotonic() + interval
        finally:
            os.close(ended)

    def drain(self) -> None:
        """Take what is left in the pipe; a survivor that holds it open is not waited for."""
        deadline = time.monotonic() + _DRAIN_S
        with selectors.DefaultSelector() as selector:
            selector.register(self.pipe, selectors.EVENT_READ)
            while self.open and (left := deadline - time.monotonic()) > 0:
                if selector.select(left):
                    self._read()

    def _read(self) -> bool:
        try:
            chunk = os.read(self.pipe, _CHUNK)
        except BlockingIOError:
            return True
        if not chunk:
            self.open = False
            return False
        self.output.feed(chunk)
        return True

    def _sample(self) -> Stop | None:
        usage = measure(self.process.pid)
        self.peak = max(self.peak, usage.peak_process_bytes)
        if usage.processes > self.limits.processes + 3:  # bubblewrap's own two, and the launcher
            return "processes"
        if usage.resident_bytes > self.limits.memory_bytes:
            exact = proportional_bytes(self.process.pid)
            self.peak = max(self.peak, exact)
            if exact > self.limits.memory_bytes:
                return "memory"
        else:
            self.peak = max(self.peak, usage.resident_bytes)
        return None
