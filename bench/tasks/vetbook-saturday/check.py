from datetime import date, timedelta

from support import WORKSPACE, started_as
from vetbook import Schedule, load_practice
from vetbook.times import time_text

MONDAY = date(2025, 3, 10)
LONG = [(480, 720), (840, 1080)]


def test_the_practice():
    practice = load_practice(WORKSPACE / "data" / "practice.json")
    assert practice.name == "Mill Lane Veterinary Practice"
    week = [practice.periods(MONDAY + timedelta(days)) for days in range(7)]
    assert week == [LONG, LONG, [(480, 720)], [(480, 720), (900, 1170)], [(480, 780)], [(540, 750)], []]
    assert practice.visits == {"checkup": 20, "vaccination": 15, "dental": 45, "surgery": 90}


def test_saturday():
    times = Schedule(load_practice(WORKSPACE / "data" / "practice.json")).free(MONDAY + timedelta(5), "dental")
    assert (time_text(times[0]), time_text(times[-1])) == ("09:00", "11:45")


def test_the_code_is_as_before():
    for name in ("practice", "schedule", "times", "cli"):
        assert (WORKSPACE / "vetbook" / f"{name}.py").read_text() == started_as(f"vetbook/{name}.py")
