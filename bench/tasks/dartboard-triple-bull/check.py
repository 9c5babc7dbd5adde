import pytest
from support import run_python

from dartboard import Dart, Leg, parse_dart, parse_turn


@pytest.mark.parametrize(
    "text", ["T25", "t25", " T25 ", "T21", "D21", "21", "24", "26", "D26", "T50", "50", "D0", "T0", "", "x"]
)
def test_refused(text):
    with pytest.raises(ValueError, match="not a dart"):
        parse_dart(text)


@pytest.mark.parametrize("number", range(1, 21))
def test_others(number):
    assert parse_dart(f"T{number}") == Dart(number, 3)
    assert parse_dart(f"d{number}") == Dart(number, 2)
    assert parse_dart(str(number)) == Dart(number, 1)


def test_bull():
    assert parse_dart("25") == Dart(25)
    assert parse_dart("D25") == Dart(25, 2)
    assert parse_dart("d25").points == 50
    assert parse_dart("0").points == 0


def test_turn_and_leg():
    with pytest.raises(ValueError, match="not a dart"):
        parse_turn("20 T25 5")
    leg = Leg(301)
    with pytest.raises(ValueError, match="not a dart"):
        leg.play("20 T25")
    assert leg.left == 301
    assert leg.turns == []


def test_command():
    done = run_python("-m", "dartboard", "score", "T25")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "dartboard: not a dart: 'T25'\n")
    done = run_python("-m", "dartboard", "score", "25", "D25", "T20")
    assert (done.returncode, done.stdout) == (0, "135\n")
