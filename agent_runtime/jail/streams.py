"""Inside the child: its two pipes and what it prints. Standard library only."""

from __future__ import annotations

import io
import json
import os
import time
from _collections import deque  # type: ignore[import-not-found]  # `collections`, without its imports
from _thread import allocate_lock, get_ident
from typing import Any, Protocol

from agent_runtime.jail.values import clean

EAGER_WRITES = 32
FLUSH_S = 0.05
FLUSH_CHARS = 1 << 14


class Running(Protocol):
    """What `Output` must know of the child."""

    step: int | None
    channel: Channel


class Channel:
    """Frames over two pipes. The main thread's input and output is never torn by an interrupt."""

    def __init__(self, source: int, sink: int) -> None:
        self._source, self._sink = source, sink
        self._buffer = b""
        self._writing = allocate_lock()
        self.main = get_ident()
        self.busy = 0
        self.interrupted = False

    def read(self) -> dict[str, Any]:
        """The next frame; ends the process when the host has gone."""
        while len(self._buffer) < 4:
            self._buffer += self._read(65536)
        end = 4 + int.from_bytes(self._buffer[:4], "big")
        chunks, size = [self._buffer], len(self._buffer)
        while size < end:
            chunks.append(self._read(65536))
            size += len(chunks[-1])
        data = b"".join(chunks)
        self._buffer = data[end:]
        return json.loads(data[4:end])  # type: ignore[no-any-return]

    def _read(self, size: int) -> bytes:
        data = os.read(self._source, size)
        if not data:
            os._exit(0)
        return data

    def check(self) -> None:
        """End the process if the model's code closed the pipe that the next step would come by."""
        try:
            os.fstat(self._source)
        except OSError:
            os._exit(1)

    def write(self, **message: Any) -> None:
        """Send one frame.

        Raises:
            ValueError, UnicodeEncodeError: the message is no strict JSON.
        """
        body = json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
        view = memoryview(len(body).to_bytes(4, "big") + body)
        mine = get_ident() == self.main
        self.busy += mine
        try:
            with self._writing:
                while view:
                    view = view[os.write(self._sink, view) :]
        finally:
            self.busy -= mine
        self.settle()

    def settle(self) -> None:
        """Raise the interrupt that came during input or output."""
        if self.interrupted and not self.busy and get_ident() == self.main:
            self.interrupted = False
            raise KeyboardInterrupt


class Output(io.TextIOBase):
    """`sys.stdout` and `sys.stderr` of the model: first half at once, last half at the end, the middle dropped."""

    encoding = "utf-8"

    def __init__(self, jail: Running, limit: int) -> None:
        self._jail = jail
        self.half = limit // 2
        self.start()

    def start(self) -> None:
        """Begin a step."""
        self._pending: list[str] = []
        self._size = self._sent = self._writes = self._kept = self._dropped = 0
        self._tail: deque[str] = deque()
        self._last = 0.0

    @property
    def buffer(self) -> Any:
        """Takes bytes, as `sys.stdout.buffer` does."""
        return _Bytes(self)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        length = len(text)
        if self._jail.step is None or not length:
            return length  # a thread that outlived its step
        room = self.half - self._sent - self._size
        if room > 0:
            self._pending.append(text[:room])
            self._size += min(room, length)
            self._writes += 1
            now = time.monotonic()
            if self._writes <= EAGER_WRITES or self._size >= FLUSH_CHARS or now - self._last > FLUSH_S:
                self._last = now
                self.flush()
        if room < length:
            self._keep(text[max(room, 0) :])
        return length

    def _keep(self, text: str) -> None:
        if len(text) > self.half:
            self._dropped += len(text) - self.half
            text = text[-self.half :]
        self._tail.append(text)
        self._kept += len(text)
        while self._kept - len(self._tail[0]) > self.half:
            gone = len(self._tail.popleft())
            self._kept -= gone
            self._dropped += gone

    def flush(self) -> None:
        if self._pending and self._jail.step is not None:
            text = "".join(self._pending)
            self._pending, self._sent, self._size = [], self._sent + len(text), 0
            self._jail.channel.write(op="out", step=self._jail.step, text=clean(text))

    def finish(self) -> None:
        """Send what is left."""
        self.flush()
        if self._tail:
            cut = f"\n[... {self._dropped} characters cut ...]\n" if self._dropped else ""
            self._jail.channel.write(op="out", step=self._jail.step, text=clean(cut + "".join(self._tail)))
            self._tail.clear()


class _Bytes:
    def __init__(self, output: Output) -> None:
        self._output = output

    def write(self, data: Any) -> int:
        self._output.write(bytes(data).decode("utf-8", "replace"))
        return len(data)

    def flush(self) -> None:
        self._output.flush()
