import pytest

from dartboard import Leg
from dartboard.stats import average, best_finish, maximums


def play(start, *turns):
    leg = Leg(start)
    for turn in turns:
        leg.play(turn)
    return leg


@pytest.mark.parametrize(
    ("start", "turns", "expected"),
    [
        (41, ["1 D20"], 61.5),
        (40, ["D20"], 120),
        (501, ["T20 T20 T20"], 180),
        (501, ["20 20 20", "T20 T20 T20"], 120),
        (100, ["20 20 20", "D20"], 75),
        (101, ["20 20 20", "1 D20"], 60.6),
        (301, ["0 0 0", "0 0 0"], 0),
        (301, ["6 6 6"], 18),
        (40, ["0 0 0", "0 D20"], 24),
        (50, ["0 0 0", "0 0 T20", "D25"], 150 / 7),
        (30, ["T20", "0 D15"], 30),
    ],
)
def test_one_leg(start, turns, expected):
    assert average([play(start, *turns)]) == pytest.approx(expected)


def test_several_legs():
    # All darts count alike, in whichever leg they were thrown.
    long = play(101, "1 1 1", "1 1 1", "20 20 15", "D20")
    short = play(40, "D20")
    assert average([long, short]) == pytest.approx(3 * 141 / 11)
    assert average([short, short]) == pytest.approx(120)
    assert average([short, Leg()]) == pytest.approx(120)


def test_nothing_thrown():
    assert average([]) == 0
    assert average([Leg(), Leg(301)]) == 0


def test_others():
    legs = [play(40, "D20"), play(501, "T20 T20 T20")]
    assert best_finish(legs) == 40
    assert maximums(legs) == 1
