import pytest

from wireline import LineBuffer, LineTooLong


def test_whole_lines():
    assert LineBuffer().feed(b"GET ch1\r\nHELP\n") == ["GET ch1", "HELP"]


def test_two_pieces():
    buffer = LineBuffer()
    assert buffer.feed(b"HELP\nGET") == ["HELP"]
    assert buffer.feed(b" ch1\r\n") == ["GET ch1"]


def test_three_pieces():
    buffer = LineBuffer()
    assert buffer.feed(b"GE") == []
    assert buffer.feed(b"T c") == []
    assert buffer.feed(b"h1\n") == ["GET ch1"]


def test_too_long():
    with pytest.raises(LineTooLong):
        LineBuffer(max_length=8).feed(b"x" * 9)
