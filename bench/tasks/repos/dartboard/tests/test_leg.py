import pytest

from dartboard import Leg


def test_counts_down():
    leg = Leg()
    assert leg.play("T20 T20 5") == 125
    assert leg.left == 376


def test_finish():
    leg = Leg(41)
    assert leg.play("1 D20") == 41
    assert leg.finished
    with pytest.raises(ValueError, match="over"):
        leg.play("1")


def test_too_many_points():
    leg = Leg(40)
    assert leg.play("T20") == 0
    assert leg.left == 40
    assert leg.turns[0].bust


def test_no_double():
    leg = Leg(20)
    assert leg.play("20") == 0
    assert not leg.finished


def test_one_point_left():
    leg = Leg(21)
    assert leg.play("20") == 0
    assert leg.left == 21
