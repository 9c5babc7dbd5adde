from datetime import date, timedelta

from shiftplan import Plan, check_plan
from shiftplan.model import shift_on

MONDAY = date(2025, 3, 3)


def plan_of(*shifts):
    for shift in shifts:
        shift.person = "Ann"
    return Plan(["Ann", "Bo"], list(shifts))


def test_rest():
    late = shift_on("late", MONDAY, "14:00", "22:00")
    early = shift_on("early", MONDAY + timedelta(days=1), "06:00", "14:00")
    assert check_plan(plan_of(late, early)) == ["Ann: too little rest before early on 2025-03-04"]
    day = shift_on("day", MONDAY + timedelta(days=1), "09:00", "17:00")
    assert check_plan(plan_of(late, day)) == []


def test_overlap():
    problems = check_plan(plan_of(shift_on("early", MONDAY, "06:00", "14:00"), shift_on("day", MONDAY, "09:00", "17:00")))
    assert problems == ["Ann: early and day overlap"]


def test_hours_of_a_week():
    shifts = [shift_on("day", MONDAY + timedelta(days=day), "08:00", "16:00") for day in range(7)]
    assert check_plan(plan_of(*shifts[:6])) == []
    assert check_plan(plan_of(*shifts)) == ["Ann: 56 hours in week 10 of 2025"]
