import pytest

from dartboard import Dart, parse_dart, parse_turn


@pytest.mark.parametrize(("text", "points"), [("20", 20), ("D16", 32), ("t19", 57), ("25", 25), ("D25", 50), ("0", 0)])
def test_points(text, points):
    assert parse_dart(text).points == points


@pytest.mark.parametrize("text", ["", "T", "21", "T21", "T25", "D0", "Q5", "-1", "120"])
def test_no_dart(text):
    with pytest.raises(ValueError, match="not a dart"):
        parse_dart(text)


def test_turn():
    assert parse_turn("T20 5") == [Dart(20, 3), Dart(5)]


@pytest.mark.parametrize("text", ["", "1 2 3 4"])
def test_no_turn(text):
    with pytest.raises(ValueError, match="one to three darts"):
        parse_turn(text)
