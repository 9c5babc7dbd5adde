import subshift
from subshift import Cue, overlaps, shift
from subshift.edit import append

FIRST = [Cue(1, 500, 900, "a"), Cue(2, 1000, 2000, "b")]
SECOND = [Cue(1, 0, 300, "c"), Cue(2, 700, 800, "d")]


def test_it_is_exported():
    assert subshift.append is append


def test_both_parts():
    assert append(FIRST, SECOND) == [*FIRST, Cue(3, 2000, 2300, "c"), Cue(4, 2700, 2800, "d")]


def test_a_gap():
    assert append(FIRST, SECOND, 1500)[2:] == [Cue(3, 3500, 3800, "c"), Cue(4, 4200, 4300, "d")]
    assert append(FIRST, SECOND, gap=1)[2].start == 2001


def test_an_empty_part():
    assert append([], SECOND) == SECOND
    assert append([], SECOND, gap=250) == [Cue(1, 250, 550, "c"), Cue(2, 950, 1050, "d")]
    assert append(FIRST, []) == FIRST
    assert append([], [], gap=9) == []


def test_numbers():
    first = [Cue(7, 500, 900, "a"), Cue(9, 1000, 2000, "b")]
    assert [cue.number for cue in append(first, SECOND)] == [1, 2, 3, 4]


def test_nothing_else_changes():
    first, second = list(FIRST), list(SECOND)
    append(first, second, 10)
    assert (first, second) == (FIRST, SECOND)
    assert overlaps(FIRST) == []
    assert shift(FIRST, -1000) == [Cue(1, 0, 1000, "b")]
