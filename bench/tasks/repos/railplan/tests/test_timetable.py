from datetime import date

import pytest

from railplan import DataError, Stop, parse_timetable
from railplan.board import departures

TEXT = """
R1 1 mon-fri
A 06:00
B 06:10 06:12   # two minutes
C 06:20

N 9 sun
A 23:50
C 24:15
"""
MONDAY = date(2024, 5, 6)


def test_trips():
    first, second = parse_timetable(TEXT).trips
    assert (first.line, first.number, first.days) == ("R1", "1", {0, 1, 2, 3, 4})
    assert first.stops == (Stop("A", None, 360), Stop("B", 370, 372), Stop("C", 380, None))
    assert second.last == "C"
    assert second.stops[-1].arrival == 1455
    assert parse_timetable(TEXT).lines() == ["N", "R1"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("R1 1\n", "timetable:1: expected LINE NUMBER DAYS"),
        ("R1 1 daily\nA 06:00\nB 6\n", "timetable:3: expected STATION TIME"),
        ("R1 1 daily\nA 06:00 06:01 06:02\n", "timetable:2: expected STATION TIME"),
        ("R1 1 daily\nA 06:00\n", "two stops"),
    ],
)
def test_mistakes(text, words):
    with pytest.raises(DataError, match=words):
        parse_timetable(text)


def test_departures():
    timetable = parse_timetable(TEXT)
    assert [(found.time, found.line, found.to) for found in departures(timetable, "A", MONDAY, 0)] == [(360, "R1", "C")]
    assert [found.time for found in departures(timetable, "B", MONDAY, 372)] == [372]
    assert departures(timetable, "B", MONDAY, 373) == []
    assert departures(timetable, "C", MONDAY, 0) == []


def test_trips_of_the_day_before():
    timetable = parse_timetable(TEXT)
    assert [(trip.line, shift) for trip, shift in timetable.running(MONDAY)] == [("R1", 0), ("N", -1440)]
