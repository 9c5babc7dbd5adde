import pytest

from dartboard import Leg


@pytest.mark.parametrize(
    ("start", "turn"),
    [
        (21, "20"), (61, "T20"), (51, "D25"), (40, "T13"), (121, "T20 T20"), (62, "T20 1"),
        (3, "D1"), (3, "0 2"), (2, "1"), (101, "20 20 T20"),
        (20, "20"), (40, "T20"), (30, "10 T10"), (2, "2"), (41, "1 D19 D20"), (60, "20 20 20"),
    ],
)  # fmt: skip
def test_bust(start, turn):
    leg = Leg(start)
    assert leg.play(turn) == 0
    assert leg.left == start
    assert not leg.finished
    assert leg.turns[0].bust
    assert leg.turns[0].scored == 0


@pytest.mark.parametrize(
    ("start", "turn", "left"),
    [(22, "20", 2), (62, "T20", 2), (63, "T20", 3), (501, "T20 T20 T20", 321), (40, "0 0 0", 40), (5, "1 1 1", 2)],
)
def test_no_bust(start, turn, left):
    leg = Leg(start)
    assert leg.play(turn) == start - left
    assert leg.left == left
    assert not leg.turns[0].bust
    assert not leg.finished


@pytest.mark.parametrize(("start", "turn"), [(40, "D20"), (2, "D1"), (50, "D25"), (41, "1 D20"), (170, "T20 T20 D25")])
def test_finish(start, turn):
    leg = Leg(start)
    assert leg.play(turn) == start
    assert leg.finished
    assert not leg.turns[0].bust


def test_goes_on_after_it():
    leg = Leg(21)
    assert [leg.play("20"), leg.play("0 0 20"), leg.play("5 D8")] == [0, 0, 21]
    assert leg.finished
    assert [turn.bust for turn in leg.turns] == [True, True, False]
