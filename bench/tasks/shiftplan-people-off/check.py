from datetime import date, datetime, timedelta

import pytest

from shiftplan import Plan, Shift
from shiftplan.model import shift_on

DAY = date(2025, 2, 28)


def off(shift, day):
    plan = Plan(["Zoe", "Ann"], [shift])
    assert plan.people_off(day) == ["Zoe", "Ann"]
    plan.give(shift, "Zoe")
    people = plan.people_off(day)
    assert people in (["Ann"], ["Zoe", "Ann"])
    assert (plan.people, plan.shifts) == (["Zoe", "Ann"], [shift])
    return "Zoe" in people


@pytest.mark.parametrize(
    ("start", "end", "before", "same", "after"),
    [
        ("08:00", "16:00", True, False, True),
        ("22:00", "06:00", True, False, False),
        ("16:00", "00:00", True, False, True),
        ("00:00", "08:00", True, False, True),
        ("00:00", "00:00", True, False, True),
        ("23:59", "00:01", True, False, False),
    ],
)
def test_one_shift(start, end, before, same, after):
    shift = shift_on("some", DAY, start, end)
    assert off(shift, DAY - timedelta(days=1)) is before
    shift.person = None
    assert off(shift, DAY) is same
    shift.person = None
    assert off(shift, date(2025, 3, 1)) is after


def test_a_shift_of_several_days():
    for day, expected in ((9, True), (10, False), (11, False), (12, False), (13, True)):
        shift = Shift("camp", datetime(2025, 6, 10, 12), datetime(2025, 6, 13))
        assert off(shift, date(2025, 6, day)) is expected


def test_several_shifts():
    plan = Plan(["Cy", "Bo", "Ann", "Di"])
    assert plan.people_off(DAY) == ["Cy", "Bo", "Ann", "Di"]
    for person, start, end in (("Bo", "06:00", "10:00"), ("Bo", "12:00", "14:00"), ("Ann", "14:00", "22:00"), (None, "22:00", "06:00")):
        plan.shifts.append(shift_on("some", DAY, start, end))
        plan.shifts[-1].person = person
    assert plan.people_off(DAY) == ["Cy", "Di"]
    assert plan.people_off(date(2025, 3, 1)) == ["Cy", "Bo", "Ann", "Di"]
    assert Plan([]).people_off(DAY) == []
