"""Frames between host and child: a 4-byte length and JSON. What the child sends is checked before it is used.

The child is hostile: every message is bounded in size and depth, has exactly the fields its operation has, names a step
that is running, and holds finite numbers and valid UTF-8 only. Python values come out as exact `dict`, `list`, `str`,
`int`, `float`, `bool` and `None`, so that no subclass can lie to a check.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NoReturn

from agent_runtime.errors import JailProtocolError
from agent_runtime.types import JsonValue

HEADER = struct.Struct(">I")
MAX_DEPTH = 100
MAX_CALL_ID = 1 << 53


@dataclass(frozen=True, slots=True)
class Ready:
    """The child is confined and waits for steps."""

    python: str


@dataclass(frozen=True, slots=True)
class Output:
    """Printed text."""

    step: int
    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call; the child waits for the result with this id."""

    step: int
    call: int
    tool: str
    arguments: dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Final:
    """`final_answer(value)` was called."""

    step: int
    value: JsonValue


@dataclass(frozen=True, slots=True)
class Done:
    """The step has ended. `kind` is `ok`, or why it failed; `text` is the traceback, or a value that is no JSON."""

    step: int
    kind: Literal["ok", "error", "interrupted", "denied", "final"]
    text: str | None
    value: JsonValue


Message = Ready | Output | Call | Final | Done

_FIELDS: Mapping[str, Mapping[str, tuple[type, ...] | None]] = {
    "ready": {"python": (str,)},
    "out": {"step": (int,), "text": (str,)},
    "call": {"step": (int,), "call": (int,), "tool": (str,), "args": (dict,)},
    "final": {"step": (int,), "value": None},
    "done": {"step": (int,), "kind": (str,), "text": (str, type(None)), "value": None},
}
_KINDS = ("ok", "error", "interrupted", "denied", "final")


def encode(message: Mapping[str, JsonValue]) -> bytes:
    """One frame.

    Raises:
        ValueError: a number is not finite, or the frame is longer than its header can say.
        TypeError: a value is no JSON.
    """
    body = json.dumps(message, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode()
    if len(body) >= 1 << 32:
        raise ValueError(f"a frame of {len(body)} bytes is too long")
    return HEADER.pack(len(body)) + body


class Decoder:
    """Bytes in, checked messages out. Holds at most one frame and what was fed in last."""

    def __init__(self, max_frame_bytes: int) -> None:
        self._max = max_frame_bytes
        self._buffer = bytearray()

    @property
    def empty(self) -> bool:
        """Whether no part of a frame is waiting."""
        return not self._buffer

    def feed(self, data: bytes) -> None:
        """Take what was read."""
        self._buffer += data

    def next(self) -> Message | None:
        """The next message, or `None` until more is fed.

        Raises:
            JailProtocolError: the child sent what it must not.
        """
        buffer = self._buffer
        if len(buffer) < HEADER.size:
            return None
        (size,) = HEADER.unpack_from(buffer)
        if size > self._max:
            _refuse(f"a frame of {size} bytes; at most {self._max} are allowed")
        end = HEADER.size + size
        if len(buffer) < end:
            return None
        body = bytes(buffer[HEADER.size : end])
        del buffer[:end]
        return parse(body)


def parse(body: bytes) -> Message:
    """One frame's body as a message.

    Raises:
        JailProtocolError: it is not exactly what an operation of the child looks like.
    """
    try:
        message = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise JailProtocolError(f"The jail sent what is no JSON ({type(error).__name__}).") from error
    if not isinstance(message, dict):
        _refuse("a frame that is no object")
    operation = message.pop("op", None)
    fields = _FIELDS.get(operation) if isinstance(operation, str) else None
    if fields is None:
        _refuse(f"the unknown operation {_short(operation)}")
    if message.keys() != fields.keys():
        _refuse(f"{operation!r} with the fields {_short(sorted(message))}")
    for name, types in fields.items():
        if types is not None and type(message[name]) not in types:
            _refuse(f"{operation!r} with {name} = {_short(message[name])}")
    check_value(message)
    return _message(operation, message)


def check_value(value: JsonValue) -> None:
    """Raises:
    JailProtocolError: a number is not finite, a text is not valid Unicode, or it is nested too deep.
    """
    waiting: list[tuple[JsonValue, int]] = [(value, 0)]
    while waiting:
        item, depth = waiting.pop()
        if isinstance(item, str):
            _check_text(item)
        elif isinstance(item, float):
            if not math.isfinite(item):
                _refuse("a number that is not finite")
        elif isinstance(item, dict | list):
            if depth >= MAX_DEPTH:
                _refuse(f"a value nested deeper than {MAX_DEPTH}")
            if isinstance(item, dict):
                for key in item:
                    _check_text(key)
                waiting.extend((child, depth + 1) for child in item.values())
            else:
                waiting.extend((child, depth + 1) for child in item)


def _message(operation: str, message: dict[str, JsonValue]) -> Message:
    match operation, message:
        case "ready", {"python": str(python)}:
            return Ready(python)
        case "out", {"step": int(step), "text": str(text)}:
            return Output(step, text)
        case "call", {"step": int(step), "call": int(call), "tool": str(tool), "args": dict(arguments)}:
            if not 0 < call <= MAX_CALL_ID:
                _refuse(f"the call number {call}")
            return Call(step, call, tool, arguments)
        case "final", {"step": int(step), "value": value}:
            return Final(step, value)
        case "done", {"step": int(step), "kind": kind, "text": text, "value": value} if kind in _KINDS:
            return Done(step, kind, text, value)  # type: ignore[arg-type]  # `in` does not narrow to the literals
    raise JailProtocolError(f"The jail sent a malformed {operation!r}.")


def _check_text(text: str) -> None:
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise JailProtocolError("The jail sent text that is not valid Unicode.") from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _refuse(what: str) -> NoReturn:
    raise JailProtocolError(f"The jail sent {what}.")


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."
