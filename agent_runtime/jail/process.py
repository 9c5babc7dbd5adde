"""The child process: started, spoken to without ever blocking, signalled and ended."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from agent_runtime.errors import JailDied, JailUnavailable
from agent_runtime.jail.backends import Backend
from agent_runtime.jail.layout import PythonLayout
from agent_runtime.jail.limits import JailLimits
from agent_runtime.jail.protocol import Decoder, Message, Ready, encode
from agent_runtime.types import JsonValue

_READ_BYTES = 1 << 16
_INFO_MS = 2000
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "OPENBLAS_NUM_THREADS": "1"}


@cache
def spawner(pid: int) -> ThreadPoolExecutor:
    """The one thread of process `pid` that starts children.

    The kernel sends a child its parent-death signal when the *thread* that started it ends, so that thread must live
    as long as the process (prctl(2), PR_SET_PDEATHSIG).
    """
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="jail-spawner")


class JailProcess:
    """One child. All methods but `interrupt` belong to one thread at a time."""

    def __init__(self, backend: Backend, layout: PythonLayout, limits: JailLimits) -> None:
        self.backend = backend
        self.python = ""
        self.raw = bytearray()
        """What came on the child's descriptors 1 and 2 past Python: a crash report, a C library's output."""
        self._limits = limits
        self._decoder = Decoder(limits.frame_bytes)
        self._waiting = bytearray()
        self._pidfd = self._stat = -1
        self._closed = False
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        os.set_blocking(self._wake_write, False)
        child_in, self._stdin = os.pipe()
        self._stdout, child_out = os.pipe()
        self._stderr, child_err = os.pipe()
        self._info, info_write = os.pipe()
        try:
            self._popen = subprocess.Popen(
                backend.command(layout, info_write),
                stdin=child_in,
                stdout=child_out,
                stderr=child_err,
                env=_ENVIRONMENT,
                cwd="/",
                pass_fds=(info_write,) if backend.reports_pid() else (),
                process_group=0,
            )
        except OSError as error:
            for fd in (self._wake_read, self._wake_write, self._stdin, self._stdout, self._stderr, self._info):
                os.close(fd)
            raise JailUnavailable(f"{backend.name} cannot be started: {error}.") from error
        finally:
            for fd in (child_in, child_out, child_err, info_write):
                os.close(fd)
        self._poll = select.poll()
        for fd in (self._stdout, self._stderr, self._stdin):
            os.set_blocking(fd, False)
        for fd in (self._stdout, self._stderr, self._wake_read):
            self._poll.register(fd, select.POLLIN)
        self._pid = 0 if backend.reports_pid() else self._popen.pid
        if self._pid:
            self._hold(self._pid)
        readable = (*layout.readable, *layout.search_path, *layout.packages)
        self.send(
            {
                **backend.confinement(layout, limits, self._popen.pid),
                "frame_bytes": limits.frame_bytes // 6,
                "output_bytes": limits.output_bytes,
                "roots": [path + "/" if Path(path).is_dir() else path for path in readable],
                "path": list(layout.search_path),
            }
        )

    @property
    def pid(self) -> int:
        """The child as the host sees it."""
        return self._pid

    def send(self, message: dict[str, JsonValue]) -> None:
        """Queue a frame and write as much of it as fits."""
        self._waiting += encode(message)
        self._write()

    def receive(self, deadline: float) -> Message | None:
        """The next message; `None` at the deadline (monotonic seconds) or when woken.

        Raises:
            JailProtocolError: the child sent what it must not.
            JailDied: it closed its pipe or ended.
        """
        while True:
            message = self._decoder.next()
            if message is not None:
                return message
            left = deadline - time.monotonic()
            if left <= 0 or not self._wait(left):
                return None

    def wait_ready(self) -> None:
        """Wait until the child is confined.

        Raises:
            JailUnavailable: it did not come up; the reason is what it wrote.
        """
        try:
            message = self.receive(time.monotonic() + self._limits.start_s)
        except JailDied as error:
            raise JailUnavailable(f"{self.backend.name} does not work here: {self.last_words()}.") from error
        if not isinstance(message, Ready):
            raise JailUnavailable(f"{self.backend.name}: the child was not ready after {self._limits.start_s:g} s.")
        self.python = message.python
        if self._pid == 0:
            self._find_child()

    def silent(self) -> bool:
        """Whether the child is there and has sent nothing since its last frame."""
        if not self._decoder.empty:
            return False
        try:
            os.read(self._stdout, 1)
        except BlockingIOError:
            return True
        return False

    def signal(self, number: int) -> None:
        """Send a signal to the child itself, past any wrapper."""
        with contextlib.suppress(ProcessLookupError, OSError):
            if self._pidfd >= 0:
                signal.pidfd_send_signal(self._pidfd, number)
            elif self._pid:
                os.kill(self._pid, number)

    def freeze(self) -> None:
        """Let nothing of the model run until `thaw`: no thread, no timer. The parent-death signal still ends it;
        without one (macOS) only a running child notices that the host is gone."""
        if self._pidfd >= 0:
            self.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Undo `freeze`."""
        if self._pidfd >= 0:
            self.signal(signal.SIGCONT)

    def wake(self) -> None:
        """Let `receive` return. May be called from a signal handler and any thread."""
        with contextlib.suppress(OSError):
            os.write(self._wake_write, b"!")

    def threads(self) -> int:
        """Threads of the child now; 0 when the system does not tell."""
        if self._stat < 0:
            return 0
        try:
            text = os.pread(self._stat, 1024, 0)
        except OSError:
            return 0
        return int(text.rpartition(b")")[2].split()[17])

    def alive(self) -> bool:
        """Whether it still runs."""
        return not self._closed and self._popen.poll() is None

    def take_raw(self) -> str:
        """What was written past Python since the last call, at most `output_bytes`."""
        with contextlib.suppress(OSError):
            while not self._closed and (data := os.read(self._stderr, _READ_BYTES)):
                self._keep_raw(data)
        text = self.raw.decode("utf-8", "replace")
        self.raw.clear()
        return text

    def last_words(self) -> str:
        """What it wrote before it died, and how it ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(1.0)
        with contextlib.suppress(OSError):
            self._keep_raw(os.read(self._stderr, _READ_BYTES))
        text = self.raw.decode("utf-8", "replace").strip()[-600:]
        code = self._popen.returncode
        ended = "no end" if code is None else f"signal {-code}" if code < 0 else f"exit code {code}"
        return f"{ended}, {text!r}" if text else ended

    def kill(self) -> None:
        """End the child and everything it might have started, and give back what it held."""
        if self._closed:
            return
        self._closed = True
        if self._pid == 0:
            # bubblewrap's inner process, killed without this before it is set up, would wait for its parent for ever.
            self._find_child()
        self.signal(signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            self._popen.kill()
        self._popen.wait()
        held = (self._stdin, self._stdout, self._stderr, self._info, self._wake_read, self._wake_write)
        for fd in (*held, self._pidfd, self._stat):
            if fd >= 0:
                os.close(fd)
        self._pidfd = self._stat = self._wake_write = -1

    def __del__(self) -> None:
        if hasattr(self, "_popen"):
            self.kill()

    def _hold(self, pid: int) -> None:
        self._pid = pid
        if sys.platform == "linux":
            with contextlib.suppress(OSError):
                self._pidfd = os.pidfd_open(pid)
            with contextlib.suppress(OSError):
                self._stat = os.open(f"/proc/{pid}/stat", os.O_RDONLY | os.O_CLOEXEC)

    def _find_child(self) -> None:
        """Learn the child's process id from its wrapper; it is told within milliseconds of the start."""
        poll = select.poll()
        poll.register(self._info, select.POLLIN)
        data = b""
        while poll.poll(_INFO_MS) and (chunk := os.read(self._info, 4096)):
            data += chunk
            if b"}" in data:
                self._hold(int(json.loads(data)["child-pid"]))
                return

    def _wait(self, seconds: float) -> bool:
        if self._waiting:
            self._poll.register(self._stdin, select.POLLOUT)
        events = self._poll.poll(seconds * 1000)
        if self._waiting:
            self._poll.unregister(self._stdin)
        woken = False
        ended = False
        for fd, _ in events:
            if fd == self._stdin:
                self._write()
            elif fd == self._wake_read:
                os.read(fd, 4096)
                woken = True
            elif fd == self._stderr:
                self._read_raw()
            else:
                data = os.read(fd, _READ_BYTES)
                self._decoder.feed(data)
                ended = not data
        if ended:
            raise JailDied("The child closed its pipe.")
        return not woken

    def _read_raw(self) -> None:
        data = os.read(self._stderr, _READ_BYTES)
        if not data:
            self._poll.unregister(self._stderr)
        self._keep_raw(data)

    def _keep_raw(self, data: bytes) -> None:
        self.raw += data[: max(self._limits.output_bytes - len(self.raw), 0)]

    def _write(self) -> None:
        try:
            while self._waiting:
                del self._waiting[: os.write(self._stdin, self._waiting)]
        except BlockingIOError:
            pass
        except BrokenPipeError:
            self._waiting.clear()  # reading will find the end
