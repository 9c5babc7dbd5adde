import pytest
from support import run_python

from regatta import Boat, Race, Series

BOATS = [Boat("GER 1", "Eins"), Boat("GER 2", "Zwei"), Boat("GER 3", "Drei"), Boat("GER 4", "Vier")]


def sailed(*orders):
    series = Series(BOATS)
    for order in orders:
        series.add(Race(0, {f"GER {digit}": 1000 + place for place, digit in enumerate(order)}))
    return series


def places(series):
    return "".join(row.sail[-1] for row in series.standings())


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        (("1234", "413", "3241", "2143"), "2143"),
        (("2134", "423", "3142", "1243"), "1243"),
        (("1234", "2134"), "2134"),
        (("2134", "1234"), "1234"),
        (("2134", "2134", "3142"), "2134"),
        (("2134", "2134", "1234", "1234", "34"), "1234"),
        (("1234", "1234", "2134", "2134", "34"), "2134"),
    ],
)
def test_order(orders, expected):
    assert places(sailed(*orders)) == expected


def test_best_score_goes_before_last_race():
    # They count 1, 1, 4 and 1, 2, 3 and 2, 2, 2; the later ones were better in the last race.
    series = sailed("2134", "2134", "431", "3142")
    assert [(row.sail, row.total) for row in series.standings()][:3] == [("GER 2", 6), ("GER 3", 6), ("GER 1", 6)]


def test_discarded_last_race_decides():
    # Both count 1, 1, 2, 2 of the first four, and discard the last one.
    assert places(sailed("1234", "2134", "1234", "2134", "3412"))[:2] == "12"
    assert places(sailed("1234", "2134", "1234", "2134", "3421"))[:2] == "21"


def test_two_discards():
    # 1 and 2 count 1, 1, 1, 2, 2, 2, and discard 3, 3 and 4, 5.
    rows = sailed("1234", "2134", "1234", "2134", "1234", "3412", "341", "2134").standings()
    assert [(row.sail, row.total) for row in rows[:2]] == [("GER 2", 9), ("GER 1", 9)]
    assert rows[0].points == (2, 1, 2, 1, 2, 4, 5, 1)


def test_totals_go_first():
    assert [row.total for row in sailed("1234", "1234", "234", "1234").standings()] == [3, 5, 8, 11]


def test_command():
    done = run_python("-m", "regatta", "table", "data/boats.csv", "data/race1.txt", "data/race2.txt")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == " 1 NED 31    Zilver          1    2 = 3"
