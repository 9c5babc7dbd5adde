from datetime import date

import pytest

from shiftplan import Plan
from shiftplan.model import shift_on
from shiftplan.pay import hours, night_hours, pay, sunday_hours

SATURDAY, SUNDAY = date(2025, 3, 1), date(2025, 3, 2)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [("08:00", "16:00", 0), ("22:00", "06:00", 8), ("14:00", "23:30", 1.5), ("05:00", "13:00", 1), ("20:00", "20:00", 8)],
)
def test_night_hours(start, end, expected):
    assert night_hours(shift_on("some", SATURDAY, start, end)) == expected


def test_sunday_hours():
    assert sunday_hours(shift_on("night", SATURDAY, "22:00", "06:00")) == 6
    assert sunday_hours(shift_on("night", SUNDAY, "22:00", "06:00")) == 2
    assert sunday_hours(shift_on("day", SATURDAY, "08:00", "16:00")) == 0


def test_pay():
    plan = Plan(["Ann"], [shift_on("day", SATURDAY, "08:00", "14:00"), shift_on("night", SATURDAY, "22:00", "06:00")])
    assert pay(plan, "Ann", 2000) == 0
    for shift in plan.shifts:
        plan.give(shift, "Ann")
    assert hours(plan, "Ann") == 14
    assert pay(plan, "Ann", 2000) == 2000 * (14 + 2 + 3)
