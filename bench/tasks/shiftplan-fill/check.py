from datetime import date, timedelta

from shiftplan import Plan, check_plan
from shiftplan.model import shift_on
from shiftplan.staffing import fill

MONDAY = date(2025, 9, 1)


def shift(day, start, end):
    return shift_on(f"{start}-{end}", MONDAY + timedelta(days=day), start, end)


def people(plan):
    return [shift.person for shift in plan.shifts]


def test_nobody_can():
    shifts = [shift(0, "06:00", "14:00"), shift(0, "10:00", "18:00"), shift(0, "12:00", "20:00"), shift(1, "14:00", "22:00")]
    plan = Plan(["Ann", "Bo"], shifts)
    assert fill(plan) == [shifts[2]]
    assert people(plan) == ["Ann", "Bo", None, "Ann"]
    assert check_plan(plan) == []
    assert fill(plan) == [shifts[2]]


def test_too_many_hours():
    shifts = [shift(day, "08:00", "16:00") for day in range(7)]
    plan = Plan(["Ann"], shifts)
    assert fill(plan) == shifts[6:]
    assert people(plan) == ["Ann"] * 6 + [None]


def test_a_shift_that_stays_open_counts_for_nobody():
    shifts = [shift(0, "06:00", "12:00"), shift(0, "06:00", "13:00"), shift(0, "08:00", "18:00"), shift(2, "06:00", "07:00")]
    plan = Plan(["Ann", "Bo"], shifts)
    assert fill(plan) == [shifts[2]]
    assert people(plan) == ["Ann", "Bo", None, "Ann"]


def test_away():
    shifts = [shift(0, "06:00", "14:00"), shift(0, "22:00", "06:00"), shift(1, "08:00", "16:00")]
    plan = Plan(["Ann", "Bo"], shifts)
    assert fill(plan, away={"Bo": {MONDAY}}) == [shifts[1]]
    assert people(plan) == ["Ann", None, "Bo"]


def test_somebody_later_in_the_row_can():
    shifts = [shift(0, "06:00", "14:00"), shift(0, "06:00", "16:00"), shift(0, "20:00", "23:00")]
    plan = Plan(["Ann", "Bo", "Cy"], shifts)
    plan.give(shifts[0], "Ann")
    plan.give(shifts[1], "Bo")
    assert fill(plan) == []
    assert people(plan) == ["Ann", "Bo", "Cy"]


def test_old_problems_stay_what_they_are():
    shifts = [shift(0, "06:00", "14:00"), shift(0, "08:00", "16:00"), shift(3, "08:00", "16:00")]
    plan = Plan(["Ann"], shifts)
    plan.give(shifts[0], "Ann")
    plan.give(shifts[1], "Ann")
    assert fill(plan) == []
    assert people(plan) == ["Ann"] * 3


def test_nobody_works_here():
    plan = Plan([], [shift(0, "06:00", "14:00")])
    assert fill(plan) == plan.shifts
    assert people(plan) == [None]
