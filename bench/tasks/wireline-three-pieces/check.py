import random
import subprocess
import sys

import pytest
from support import WORKSPACE
from wireline import LineBuffer, LineTooLong

TEXT = 'SET ch1 3.3\r\nLABEL ch1 "Größe: 5 µm"\n\r\nGET ch1\nGET ch2\r\n\nHELP\r\n'
LINES = ["SET ch1 3.3", 'LABEL ch1 "Größe: 5 µm"', "", "GET ch1", "GET ch2", "", "HELP"]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 100])
def test_pieces_of_one_size(size):
    buffer, data = LineBuffer(), TEXT.encode()
    lines = []
    for start in range(0, len(data), size):
        lines += buffer.feed(data[start : start + size])
    assert lines == LINES


@pytest.mark.parametrize("seed", range(8))
def test_pieces_of_any_size(seed):
    rng, buffer, data, lines = random.Random(seed), LineBuffer(), TEXT.encode() * 3, []
    while data:
        size = rng.randint(0, 9)
        lines += buffer.feed(data[:size])
        data = data[size:]
    assert lines == LINES * 3


def test_when_they_come():
    buffer = LineBuffer()
    assert buffer.feed(b"HELP\nGE") == ["HELP"]
    assert buffer.feed(b"T ") == []
    assert buffer.feed(b"") == []
    assert buffer.feed(b"ch") == []
    assert buffer.feed(b"1\r") == []
    assert buffer.feed(b"\nGET ch2\nSE") == ["GET ch1", "GET ch2"]
    assert buffer.feed(b"T\n") == ["SET"]
    assert buffer.feed(b"\n") == [""]


def test_two_buffers():
    one, other = LineBuffer(), LineBuffer()
    assert one.feed(b"a") == other.feed(b"x") == one.feed(b"b") == other.feed(b"y") == []
    assert (one.feed(b"c\n"), other.feed(b"z\n")) == (["abc"], ["xyz"])


def test_too_long_in_pieces():
    buffer = LineBuffer(max_length=8)
    assert buffer.feed(b"x" * 4) == []
    assert buffer.feed(b"x" * 4) == []
    with pytest.raises(LineTooLong):
        buffer.feed(b"x")


def test_the_limit_is_of_one_line():
    buffer = LineBuffer(max_length=8)
    for _ in range(5):
        assert buffer.feed(b"abc") == []
        assert buffer.feed(b"def") == []
        assert buffer.feed(b"\n") == ["abcdef"]


def test_the_command():
    long = "x" * 150
    done = subprocess.run(
        [sys.executable, "-B", "-m", "wireline"],
        cwd=WORKSPACE,
        input=f'LABEL ch1 "{long}"\nGET ch1\n'.encode(),
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.decode().split("\r\n")[:3] == ["200 ok", "200-0.00 V", f"200 label: {long}"]
