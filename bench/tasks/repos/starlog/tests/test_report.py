from datetime import date, datetime
from pathlib import Path

from starlog import Entry, average_seeing, load_log, nights_by_month, same_target, seen_on, still_to_see

DATA = Path(__file__).parents[1] / "data"
AUTUMN = [
    Entry(datetime(2024, 11, 2, 21, 0), "M 33", 2),
    Entry(datetime(2024, 10, 5, 20, 0), "Saturn", 4),
    Entry(datetime(2024, 11, 2, 20, 15), "M 31"),
    Entry(datetime(2024, 11, 9, 19, 45), "M 31", 3),
]


def test_load():
    log = load_log(DATA / "log.csv")
    assert len(log) == 8
    assert log[1] == Entry(datetime(2024, 11, 2, 21, 0), "M 33", 2, "very faint, only the core")
    assert log[2].seeing is None


def test_night():
    assert Entry(datetime(2024, 3, 5, 2, 0), "M 13").night == date(2024, 3, 4)
    assert Entry(datetime(2024, 3, 5, 12, 0), "Sun").night == date(2024, 3, 5)


def test_months():
    assert nights_by_month([]) == {}
    assert nights_by_month(AUTUMN) == {"2024-10": 1, "2024-11": 2}


def test_new_years_eve():
    log = [Entry(datetime(2024, 12, 31, 23, 10), "M 42"), Entry(datetime(2025, 1, 1, 0, 50), "M 44")]
    assert nights_by_month(log) == {"2024-12": 1}


def test_seen_on():
    assert seen_on(AUTUMN, date(2024, 11, 2)) == ["M 31", "M 33"]
    assert seen_on(AUTUMN, date(2024, 11, 3)) == []


def test_seeing():
    assert average_seeing(AUTUMN) == 3
    assert average_seeing(AUTUMN[2:3]) is None


def test_still_to_see():
    assert same_target("M31", "m 31")
    assert not same_target("M 3", "M 31")
    assert still_to_see(AUTUMN, ["M 1", "m31", "saturn"]) == ["M 1"]
