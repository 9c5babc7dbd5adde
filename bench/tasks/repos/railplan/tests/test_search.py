from datetime import date

import pytest

from railplan import NoRoute, Station, Stations, find_route, parse_timetable

STATIONS = Stations(Station(code, code.lower() * 3, zone, 5) for code, zone in zip("ABCD", (1, 1, 2, 3), strict=True))
TIMETABLE = parse_timetable("""
R1 1 mon-sat
A 06:00
B 06:10 06:12
C 06:30

X 2 mon-sat
B 06:15
C 06:20
D 06:40

X 4 mon-sat
B 06:20
D 06:50

N 9 sun
C 24:10
D 24:30
""")
MONDAY = date(2024, 5, 6)


def route(start, end, time=0, day=MONDAY):
    return find_route(STATIONS, TIMETABLE, start, end, day, time)


def test_without_a_change():
    found = route("A", "B")
    assert [(leg.line, leg.departure, leg.arrival, leg.stations) for leg in found.legs] == [
        ("R1", 360, 370, ("A", "B"))
    ]
    assert (found.duration, found.changes) == (10, 0)


def test_a_change_in_time():
    found = route("A", "D")
    assert [(leg.number, leg.start, leg.end) for leg in found.legs] == [("1", "A", "B"), ("2", "B", "D")]
    assert (found.departure, found.arrival, found.changes) == (360, 400, 1)


def test_the_faster_train():
    assert [leg.number for leg in route("A", "C").legs] == ["1", "2"]


def test_the_time_matters():
    assert route("B", "D", 375).arrival == 400
    assert route("B", "D", 376).arrival == 410
    with pytest.raises(NoRoute, match="from B to D"):
        route("B", "D", 381)


def test_after_midnight():
    found = route("C", "D")
    assert (found.departure, found.arrival) == (10, 30)
    assert route("C", "D", 11).arrival == 400
    assert route("C", "D", 0, date(2024, 5, 12)).arrival == 24 * 60 + 30
