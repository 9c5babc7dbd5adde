from dartboard import Leg
from dartboard.stats import average, best_finish, maximums


def play(start, *turns):
    leg = Leg(start)
    for turn in turns:
        leg.play(turn)
    return leg


def test_average():
    assert average([play(501, "20 20 20", "T20 T20 T20")]) == 120
    assert average([]) == 0


def test_average_of_a_short_last_turn():
    assert average([play(41, "1 D20")]) == 61.5


def test_maximums():
    assert maximums([play(501, "T20 T20 T20", "20 20 20"), play(301, "T20 T20 T20")]) == 2


def test_best_finish():
    assert best_finish([play(40, "D20"), play(100, "T20 D20"), play(501, "T20 T20 T20")]) == 100
    assert best_finish([play(501, "20")]) is None
