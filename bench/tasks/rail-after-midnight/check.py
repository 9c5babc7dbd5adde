from datetime import date

import pytest

from railplan import NoRoute, Station, Stations, find_route, parse_timetable
from railplan.board import departures

STATIONS = Stations(Station(code, code, 1) for code in "ABC")
TIMETABLE = parse_timetable("""
N 9 sat
A 23:40
B 24:05 24:10
C 24:30

R 1 mon-fri
B 06:00
C 06:20
""")
SATURDAY, SUNDAY, MONDAY = date(2024, 5, 11), date(2024, 5, 12), date(2024, 5, 13)


def test_running():
    def running(day):
        return sorted((trip.line, shift) for trip, shift in TIMETABLE.running(day))

    assert running(SATURDAY) == [("N", 0), ("R", -1440)]
    assert running(SUNDAY) == [("N", -1440)]
    assert running(MONDAY) == [("R", 0)]


def test_routes():
    night = find_route(STATIONS, TIMETABLE, "B", "C", SUNDAY, 5)
    assert (night.departure, night.arrival) == (10, 30)
    evening = find_route(STATIONS, TIMETABLE, "A", "C", SATURDAY, 23 * 60)
    assert (evening.departure, evening.arrival) == (1420, 1470)
    with pytest.raises(NoRoute):
        find_route(STATIONS, TIMETABLE, "B", "C", SUNDAY, 11)
    with pytest.raises(NoRoute):
        find_route(STATIONS, TIMETABLE, "A", "C", SUNDAY, 0)


def test_boards():
    assert [found.time for found in departures(TIMETABLE, "B", SUNDAY, 0)] == [10]
    assert [found.time for found in departures(TIMETABLE, "B", SATURDAY, 0)] == [1450]
    assert [found.time for found in departures(TIMETABLE, "B", MONDAY, 0)] == [360]
