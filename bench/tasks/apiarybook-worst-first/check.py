from datetime import date
from itertools import permutations

import pytest
from support import WORKSPACE, run_python

from hivebook import Wash, latest, limit, to_treat
from hivebook.mites import average_rate

MAY, JUNE, JULY = date(2024, 5, 4), date(2024, 6, 4), date(2024, 7, 4)


@pytest.mark.parametrize(
    ("worst", "middle", "least"),
    [
        ((8, 100), (12, 300), (9, 300)),
        ((30, 300), (20, 300), (10, 300)),
        ((10, 100), (10, 200), (10, 300)),
        ((4, 50), (5, 100), (20, 500)),
        ((60, 300), (15, 80), (3, 100)),
    ],
)
def test_order(worst, middle, least):
    washes = [Wash(name, MAY, *counts) for name, counts in zip("ABC", (worst, middle, least), strict=True)]
    for order in permutations(washes):
        given = list(order)
        assert to_treat(given) == washes
        assert given == list(order)


def test_who_is_treated():
    at, below = Wash("A", MAY, 2, 100), Wash("B", MAY, 19, 1000)
    late, too_few = Wash("C", JULY, 3, 100), Wash("D", JULY, 29, 1000)
    assert to_treat([at, below, too_few, late]) == [late, at]
    assert to_treat([]) == []


def test_only_the_last_wash_of_a_hive():
    old, new = Wash("A", MAY, 50, 300), Wash("A", JUNE, 9, 300)
    other = Wash("B", MAY, 5, 100)
    assert to_treat([new, old, other]) == [other, new]
    assert latest([new, old, other]) == {"A": new, "B": other}


def test_others():
    assert Wash("A", MAY, 9, 200).rate == 4.5
    assert (limit(MAY), limit(JULY)) == (2, 3)
    assert average_rate([Wash("A", MAY, 6, 300), Wash("B", MAY, 2, 100)]) == 2
    with pytest.raises(ValueError):
        Wash("A", MAY, 1, 0)
    with pytest.raises(ValueError):
        Wash("A", MAY, -1)


def test_command():
    (WORKSPACE / "check.txt").write_text(
        "hive Linden\n2024-05-04 mites 12 of 300\nhive Maple\n2024-05-04 mites 8 of 100\nhive Heath\n2024-05-04 mites 1\n"
    )
    done = run_python("-m", "hivebook", "mites", "check.txt")
    assert (done.returncode, done.stdout) == (0, "Maple        8.0\nLinden       4.0\n")
