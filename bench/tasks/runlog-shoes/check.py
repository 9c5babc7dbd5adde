from datetime import date

import pytest
from support import WORKSPACE

import runlog
from runlog.shoes import km_by_shoes, last_worn


def runs(*rows):
    return [runlog.Run(date(2025, 9, 1 + number), km, 1500, shoes=shoes) for number, (shoes, km) in enumerate(rows)]


@pytest.mark.parametrize(
    ("rows", "sums"),
    [
        ([], []),
        ([("", 5)], []),
        ([("a", 5)], [("a", 5)]),
        ([("a", 5), ("a", 5.5)], [("a", 10.5)]),
        ([("a", 5), ("b", 6), ("", 20)], [("b", 6), ("a", 5)]),
        ([("a", 5), ("b", 6), ("a", 2)], [("a", 7), ("b", 6)]),
        ([("a", 9), ("b", 100), ("c", 20)], [("b", 100), ("c", 20), ("a", 9)]),
        ([("z", 3), ("a", 1), ("m", 2)], [("z", 3), ("m", 2), ("a", 1)]),
        ([("a", 0.5), ("b", 0.2), ("b", 0.4), ("", 1)], [("b", 0.6), ("a", 0.5)]),
        ([("b", 1.5), ("a", 1), ("", 1), ("a", 1), ("a", 1)], [("a", 3), ("b", 1.5)]),
    ],
)
def test_km_by_shoes(rows, sums):
    given = runs(*rows)
    found = km_by_shoes(given)
    assert list(found) == [shoes for shoes, _ in sums]
    assert list(found.values()) == pytest.approx([km for _, km in sums], abs=0.01)
    assert given == runs(*rows)


def test_our_log():
    found = km_by_shoes(runlog.read_log(WORKSPACE / "data" / "log.csv"))
    assert list(found) == ["Swift 2", "Ridge"]
    assert list(found.values()) == pytest.approx([67.1, 32.7], abs=0.01)


def test_in_the_package():
    assert runlog.km_by_shoes(runs(("a", 5))) == {"a": 5}
    assert last_worn(runs(("a", 5), ("b", 1), ("a", 1), ("", 3))) == {"a": date(2025, 9, 3), "b": date(2025, 9, 2)}
