"""The decoder survives anything, and lets through nothing it should not."""

from __future__ import annotations

import json
import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_runtime.errors import JailProtocolError
from agent_runtime.jail.protocol import MAX_DEPTH, Call, Decoder, Done, Final, Output, Ready, encode, parse

MAX = 1000


def frame(body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + body


@given(st.lists(st.binary(max_size=200), max_size=5))
def test_arbitrary_bytes_are_messages_or_refused(chunks: list[bytes]) -> None:
    decoder = Decoder(MAX)
    try:
        for chunk in chunks:
            decoder.feed(chunk)
            while (message := decoder.next()) is not None:
                assert isinstance(message, Ready | Output | Call | Final | Done)
    except JailProtocolError:
        pass


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)


@given(json_values, st.integers(1, 60))
def test_a_value_arrives_as_it_was_sent_in_any_pieces(value: object, size: int) -> None:
    data = encode({"op": "final", "step": 1, "value": value})  # type: ignore[dict-item]
    decoder = Decoder(1 << 20)
    found = None
    for at in range(0, len(data), size):
        decoder.feed(data[at : at + size])
        found = decoder.next() or found
    assert found == Final(1, value)  # type: ignore[arg-type]
    assert decoder.empty


@given(json_values)
def test_any_json_is_a_message_or_refused(value: object) -> None:
    try:
        parse(json.dumps(value).encode())
    except JailProtocolError:
        pass
    else:
        raise AssertionError("no operation has this shape")


GOOD = {"op": "call", "step": 1, "call": 1, "tool": "t", "args": {}}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"\xff",
        b"\x80\x04K\x01.",
        b"{" * 500,
        b"[" * 500,
        json.dumps({**GOOD, "op": "exec"}).encode(),
        json.dumps({**GOOD, "op": None}).encode(),
        json.dumps({**GOOD, "op": ["call"]}).encode(),
        json.dumps({**GOOD, "more": 1}).encode(),
        json.dumps({**GOOD, "step": True}).encode(),
        json.dumps({**GOOD, "step": "1"}).encode(),
        json.dumps({**GOOD, "step": 1.0}).encode(),
        json.dumps({**GOOD, "call": 0}).encode(),
        json.dumps({**GOOD, "call": 1 << 60}).encode(),
        json.dumps({**GOOD, "tool": 1}).encode(),
        json.dumps({**GOOD, "args": []}).encode(),
        json.dumps({**GOOD, "args": {"x": math.nan}}).encode(),
        json.dumps({**GOOD, "args": {"x": math.inf}}).encode(),
        b'{"op":"final","step":1,"value":1e999}',
        b'{"op":"final","step":1,"value":-1e999}',
        b'{"op":"final","step":1,"value":' + b"9" * 5000 + b"}",
        b'{"op":"final","step":1,"value":"\\ud800"}',
        b'{"op":"final","step":1,"value":{"\\udfff":1}}',
        b'{"op":"final","step":1,"value":' + b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1) + b"}",
        b'{"op":"final","step":1}',
        b'{"op":"done","step":1,"kind":"won","text":null,"value":null}',
        b'{"op":"done","step":1,"kind":["ok"],"text":null,"value":null}',
        b'{"op":"out","step":1,"text":null}',
    ],
)
def test_refused(body: bytes) -> None:
    with pytest.raises(JailProtocolError):
        parse(body)


def test_a_header_of_four_gigabytes_is_refused_before_the_body() -> None:
    decoder = Decoder(MAX)
    decoder.feed(b"\xff\xff\xff\xff")
    with pytest.raises(JailProtocolError, match="4294967295 bytes; at most 1000"):
        decoder.next()


def test_deep_nesting_does_not_exhaust_the_stack() -> None:
    with pytest.raises(JailProtocolError):
        parse(b"[" * 900_000)


def test_half_a_frame_waits() -> None:
    decoder = Decoder(MAX)
    decoder.feed(frame(b'{"op":"ready","python":"3"}')[:-1])
    assert decoder.next() is None
    assert not decoder.empty
    decoder.feed(b"}")
    assert decoder.next() == Ready("3")
