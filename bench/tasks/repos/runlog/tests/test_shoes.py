from datetime import date

from runlog import Run, km_by_shoes
from runlog.shoes import last_worn

RUNS = [
    Run(date(2025, 9, 3), 5.1, 1500, shoes="Ridge"),
    Run(date(2025, 9, 1), 10, 3000, shoes="Swift 2"),
    Run(date(2025, 9, 2), 3, 1000),
    Run(date(2025, 9, 2), 4.2, 1300, shoes="Ridge"),
]


def test_km_by_shoes():
    assert list(km_by_shoes(RUNS).items()) == [("Swift 2", 10), ("Ridge", 9.3)]
    assert list(km_by_shoes([*RUNS, RUNS[0]])) == ["Ridge", "Swift 2"]


def test_no_shoes():
    assert km_by_shoes([]) == {}
    assert km_by_shoes(RUNS[2:3]) == {}


def test_last_worn():
    assert last_worn(RUNS) == {"Swift 2": date(2025, 9, 1), "Ridge": date(2025, 9, 3)}
