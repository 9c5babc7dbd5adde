from datetime import date, timedelta

from shiftplan import Plan
from shiftplan.model import shift_on
from shiftplan.staffing import fill

MONDAY = date(2025, 3, 3)


def days(count, start="08:00", end="16:00"):
    return [shift_on("day", MONDAY + timedelta(days=day), start, end) for day in range(count)]


def test_fair():
    plan = Plan(["Ann", "Bo"], days(4))
    assert fill(plan) == []
    assert [shift.person for shift in plan.shifts] == ["Ann", "Bo", "Ann", "Bo"]


def test_away():
    plan = Plan(["Ann", "Bo"], days(2))
    assert fill(plan, away={"Ann": {MONDAY}}) == []
    assert [shift.person for shift in plan.shifts] == ["Bo", "Ann"]


def test_rules():
    early, late = shift_on("early", MONDAY, "06:00", "14:00"), shift_on("late", MONDAY, "14:00", "22:00")
    plan = Plan(["Ann"], [early, late])
    assert fill(plan) == [late]
    assert early.person == "Ann"
