from datetime import date, datetime

import pytest

from shiftplan import Plan, Shift
from shiftplan.model import shift_on

MONDAY = date(2025, 3, 3)


def test_shift_on():
    late = shift_on("late", MONDAY, "14:00", "22:00")
    night = shift_on("night", MONDAY, "22:00", "06:00")
    assert (late.start, late.end) == (datetime(2025, 3, 3, 14), datetime(2025, 3, 3, 22))
    assert night.end == datetime(2025, 3, 4, 6)
    with pytest.raises(ValueError):
        Shift("odd", late.end, late.start)


def test_overlaps():
    early, late = shift_on("early", MONDAY, "06:00", "14:00"), shift_on("late", MONDAY, "14:00", "22:00")
    middle = shift_on("middle", MONDAY, "10:00", "16:00")
    assert not early.overlaps(late)
    assert not late.overlaps(early)
    assert middle.overlaps(early) and early.overlaps(middle)


def test_people_off():
    night, late = shift_on("night", MONDAY, "22:00", "06:00"), shift_on("late", MONDAY, "16:00", "00:00")
    plan = Plan(["Cy", "Ann", "Bo"], [night, late, shift_on("day", MONDAY, "08:00", "16:00")])
    assert plan.people_off(MONDAY) == ["Cy", "Ann", "Bo"]
    plan.give(night, "Ann")
    plan.give(late, "Bo")
    assert plan.people_off(date(2025, 3, 2)) == ["Cy", "Ann", "Bo"]
    assert plan.people_off(MONDAY) == ["Cy"]
    assert plan.people_off(date(2025, 3, 4)) == ["Cy", "Bo"]


def test_give_and_swap():
    early, late = shift_on("early", MONDAY, "06:00", "14:00"), shift_on("late", MONDAY, "14:00", "22:00")
    plan = Plan(["Ann", "Bo"], [late, early])
    assert plan.open_shifts() == [early, late]
    plan.give(early, "Ann")
    plan.swap(early, late)
    assert plan.shifts_of("Ann") == [late]
    assert plan.open_shifts() == [early]
    with pytest.raises(ValueError):
        plan.give(early, "Cy")
