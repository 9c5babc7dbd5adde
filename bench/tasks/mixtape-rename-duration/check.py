import dataclasses
import inspect
import re

import pytest
from support import WORKSPACE, own_tests_pass, run_python

from mixtape import DoesNotFit, Track, fill_sides, format_duration, format_playlist, parse_playlist, total
from mixtape.order import longest_first

SHORT, LONG = Track("X", "a", 20.5, "a.mp3"), Track("", "b", duration=1200)


def test_the_new_name():
    assert [field.name for field in dataclasses.fields(Track)] == ["artist", "title", "duration", "file"]
    assert (SHORT.duration, LONG.duration) == (20.5, 1200)
    assert Track(artist="X", title="a", duration=20.5, file="a.mp3") == SHORT


def test_the_old_name_is_gone():
    assert not hasattr(SHORT, "seconds")
    with pytest.raises(TypeError):
        Track("X", "a", seconds=1)
    for path in WORKSPACE.rglob("*.py"):
        assert not re.search(r"\.seconds\b", path.read_text()), path


def test_whatever_uses_it():
    assert total([SHORT, LONG]) == 1220.5
    assert longest_first([SHORT, LONG]) == [LONG, SHORT]
    assert fill_sides([LONG, SHORT], 40) == ([LONG], [SHORT])
    with pytest.raises(DoesNotFit, match="20:00"):
        fill_sides([LONG], 30)
    text = "#EXTM3U\n#EXTINF:20.5,X - a\na.mp3\n"
    assert format_playlist([SHORT]) == text
    assert parse_playlist(text) == [SHORT]


def test_nothing_else():
    assert format_duration(187) == "3:07"
    assert list(inspect.signature(format_duration).parameters) == ["seconds"]
    assert list(inspect.signature(fill_sides).parameters) == ["tracks", "minutes"]


def test_commands():
    done = run_python("-m", "mixtape", "list", "lists/party.m3u")
    assert done.stdout.splitlines()[1] == "    3:07  Odile - Rue du Port"
    done = run_python("-m", "mixtape", "sides", "lists/party.m3u", "--tape", "C60")
    assert done.stdout.splitlines()[0] == "Side A (19:28)"


def test_their_tests():
    assert own_tests_pass("tests")
    assert len(list(WORKSPACE.glob("tests/test_*.py"))) >= 4
