from datetime import date, datetime

import pytest

from shiftplan import Plan, Shift
from shiftplan.model import shift_on
from shiftplan.pay import night_hours, pay

DAY = date(2025, 9, 3)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("04:00", "12:00", 2),
        ("00:00", "08:00", 6),
        ("00:00", "04:30", 4.5),
        ("05:45", "06:00", 0.25),
        ("02:00", "03:00", 1),
        ("06:00", "14:00", 0),
        ("14:00", "22:00", 0),
        ("08:00", "22:30", 0.5),
        ("05:00", "23:00", 2),
        ("22:00", "06:00", 8),
        ("23:00", "07:00", 7),
        ("23:00", "23:30", 0.5),
        ("04:00", "01:00", 5),
        ("04:00", "04:00", 8),
        ("12:00", "00:00", 2),
    ],
)
def test_night_hours(start, end, expected):
    assert night_hours(shift_on("some", DAY, start, end)) == expected


def test_long_shifts():
    assert night_hours(Shift("long", datetime(2025, 9, 3, 4), datetime(2025, 9, 5, 4))) == 16
    assert night_hours(Shift("long", datetime(2025, 9, 3, 12), datetime(2025, 9, 5, 12))) == 16
    assert night_hours(Shift("year", datetime(2025, 1, 1, 3), datetime(2025, 1, 1, 7))) == 3


def test_pay():
    plan = Plan(["Ann"], [shift_on("early", DAY, "04:00", "12:00"), shift_on("night", date(2025, 9, 5), "22:00", "06:00")])
    for shift in plan.shifts:
        plan.give(shift, "Ann")
    assert pay(plan, "Ann", 1000) == 16000 + 500 + 2000
