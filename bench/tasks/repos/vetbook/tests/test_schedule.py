from datetime import date

import pytest

from vetbook import Closed, Practice, Schedule, Taken
from vetbook.times import minutes_of, time_text

MONDAY = date(2025, 3, 10)
PRACTICE = Practice("Test", {"mon": [(480, 540), (600, 660)]}, {"short": 15, "long": 40})


def test_book():
    schedule = Schedule(PRACTICE)
    late = schedule.book(MONDAY, 600, "short", "Bella")
    early = schedule.book(MONDAY, 480, "long", "Minka")
    assert schedule.on(MONDAY) == [early, late]
    assert (early.end, early.kind) == (520, "long")


def test_from_opening_to_closing():
    schedule = Schedule(PRACTICE)
    assert schedule.book(MONDAY, 480, "long", "Bella").begin == 480
    assert schedule.book(MONDAY, 525, "short", "Minka").end == 540


@pytest.mark.parametrize("begin", [475, 535, 570, 650])
def test_closed(begin):
    with pytest.raises(Closed):
        Schedule(PRACTICE).book(MONDAY, begin, "short", "Bella")


def test_closed_all_day():
    with pytest.raises(Closed):
        Schedule(PRACTICE).book(date(2025, 3, 11), 480, "short", "Bella")


@pytest.mark.parametrize("begin", [490, 499, 505, 514])
def test_taken(begin):
    schedule = Schedule(PRACTICE)
    schedule.book(MONDAY, 500, "short", "Bella")
    with pytest.raises(Taken, match="Bella is there at 08:20"):
        schedule.book(MONDAY, begin, "short", "Minka")


def test_one_after_the_other():
    schedule = Schedule(PRACTICE)
    schedule.book(MONDAY, 500, "short", "Bella")
    assert schedule.book(MONDAY, 515, "short", "Minka").begin == 515
    assert schedule.book(MONDAY, 485, "short", "Rocky").end == 500


def test_cancel():
    schedule = Schedule(PRACTICE)
    schedule.cancel(schedule.book(MONDAY, 500, "short", "Bella"))
    assert schedule.on(MONDAY) == []


def test_free():
    schedule = Schedule(PRACTICE)
    schedule.book(MONDAY, 600, "short", "Bella")
    assert [time_text(time) for time in schedule.free(MONDAY, "long")] == [
        "08:00",
        "08:05",
        "08:10",
        "08:15",
        "08:20",
        "10:15",
        "10:20",
    ]
    assert schedule.free(date(2025, 3, 11), "long") == []
    with pytest.raises(ValueError, match="there is no visit 'walk'"):
        schedule.free(MONDAY, "walk")


def test_times():
    assert [minutes_of("08:30"), minutes_of("00:05"), time_text(510)] == [510, 5, "08:30"]
    for text in ("24:00", "8", "08:60", "x:10"):
        with pytest.raises(ValueError, match="is no time"):
            minutes_of(text)
