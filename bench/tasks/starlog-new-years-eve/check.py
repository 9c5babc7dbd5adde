from datetime import date, datetime

import pytest
from support import WORKSPACE, run_python

from starlog import Entry, load_log, nights_by_month, seen_on


def entries(*times):
    return [Entry(datetime.strptime(time, "%Y-%m-%d %H:%M"), "M 42") for time in times]


@pytest.mark.parametrize(
    ("times", "months"),
    [
        ([], {}),
        (["2024-12-31 23:10", "2025-01-01 00:50"], {"2024-12": 1}),
        (["2025-01-01 00:50"], {"2024-12": 1}),
        (["2025-01-01 00:50", "2025-01-01 18:00"], {"2024-12": 1, "2025-01": 1}),
        (["2024-03-01 05:30"], {"2024-02": 1}),
        (["2024-03-01 11:59"], {"2024-02": 1}),
        (["2024-03-01 12:00"], {"2024-03": 1}),
        (["2024-03-10 22:00", "2024-03-11 02:00", "2024-03-11 04:30"], {"2024-03": 1}),
        (["2024-03-10 22:00", "2024-03-11 02:00", "2024-03-11 21:00"], {"2024-03": 2}),
        (["2024-03-10 01:00", "2024-03-10 23:00"], {"2024-03": 2}),
        (["2024-03-10 20:00", "2024-03-10 21:00"], {"2024-03": 1}),
        (["2023-05-02 22:00", "2024-05-02 22:00"], {"2023-05": 1, "2024-05": 1}),
    ],
)
def test_months(times, months):
    assert nights_by_month(entries(*times)) == months


def test_earliest_first():
    log = entries("2025-02-01 22:00", "2024-11-01 03:00", "2025-01-01 01:00")
    assert list(nights_by_month(log)) == ["2024-10", "2024-12", "2025-02"]


def test_night_is_as_it_was():
    assert [entry.night for entry in entries("2024-03-05 02:00", "2024-03-05 11:59", "2024-03-05 12:00")] == [
        date(2024, 3, 4),
        date(2024, 3, 4),
        date(2024, 3, 5),
    ]


def test_others():
    log = load_log(WORKSPACE / "data" / "log.csv")
    assert log[6].when == datetime(2025, 1, 1, 0, 50)
    assert seen_on(log, date(2024, 12, 31)) == ["M 42", "M 44"]
    assert seen_on(log, date(2025, 1, 1)) == []


def test_command():
    done = run_python("-m", "starlog", "months", "data/log.csv")
    assert (done.returncode, done.stdout) == (0, "2024-11: 2\n2024-12: 2\n2025-01: 1\n")
