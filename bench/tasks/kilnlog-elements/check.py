from datetime import date

import pytest
from support import WORKSPACE, run_python

from kilnlog import Firing, Kiln, energy, firings_left, firings_since_change, load_kilns, load_log

LOG = [
    Firing(date(2023, 12, 31), "raku", "06", 10),
    Firing(date(2024, 1, 1), "raku", "06", 11),
    Firing(date(2024, 1, 1), "test", "6", 4),
    Firing(date(2024, 1, 1), "raku", "06", 12),
    Firing(date(2024, 2, 9), "raku 2", "6", 13),
    Firing(date(2024, 1, 20), "test", "6", 5),
]


@pytest.mark.parametrize(
    ("name", "changed", "count"),
    [
        ("raku", date(2024, 1, 1), 2), ("raku", date(2023, 12, 31), 3), ("raku", date(2024, 1, 2), 0),
        ("raku 2", date(2024, 1, 1), 1), ("test", date(2020, 1, 1), 2), ("test", date(2024, 1, 20), 1),
        ("test", date(2024, 1, 21), 0), ("gas", date(2020, 1, 1), 0),
    ],
)  # fmt: skip
def test_count(name, changed, count):
    assert firings_since_change(Kiln(name, changed, 3), LOG) == count
    assert firings_left(Kiln(name, changed, 3), LOG) == 3 - count
    assert firings_left(Kiln(name, changed, 1), LOG) == max(0, 1 - count)


def test_empty_log():
    assert firings_since_change(Kiln("raku", date(2024, 1, 1), 5), []) == 0
    assert firings_left(Kiln("raku", date(2024, 1, 1), 5), []) == 5


def test_data():
    log = load_log(WORKSPACE / "data" / "log.csv")
    big, small = load_kilns(WORKSPACE / "data" / "kilns.csv")
    assert (firings_since_change(big, log), firings_since_change(small, log)) == (3, 3)
    assert energy(log, "2024-03") == pytest.approx(220)


def test_command():
    done = run_python("-m", "kilnlog", "elements", "data/kilns.csv", "data/log.csv")
    assert (done.returncode, done.stdout) == (0, "big: 77 of 80 left\nsmall: 117 of 120 left\n")
