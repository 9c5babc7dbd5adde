import pytest

from subshift import Cue, parse, render

FILE = """1
00:00:01,000 --> 00:00:02,500
Good morning.

2
00:00:03,000 --> 00:00:04,100
Is it?
- It is.
"""


def test_parse():
    assert parse(FILE) == [Cue(1, 1000, 2500, "Good morning."), Cue(2, 3000, 4100, "Is it?\n- It is.")]
    assert parse("") == []


def test_parse_refuses_other_things():
    with pytest.raises(ValueError):
        parse("one\n00:00:01,000 --> 00:00:02,500\nx\n")


def test_render():
    assert render(parse(FILE)) == FILE
