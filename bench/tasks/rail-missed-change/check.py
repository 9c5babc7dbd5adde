from datetime import date

import pytest

from railplan import NoRoute, Station, Stations, find_route, parse_timetable
from railplan.loading import load
from support import WORKSPACE, started_as

DAY = date(2024, 5, 6)
TIMETABLE = parse_timetable("""
R 1 daily
A 06:00
B 06:10
C 06:20

X 2 daily
C 06:24
D 06:40
""")


def route(a, b, c, d):
    minutes = zip("ABCD", (a, b, c, d), strict=True)
    stations = Stations(Station(code, code, 1, number) for code, number in minutes)
    return find_route(stations, TIMETABLE, "A", "D", DAY, 0)


def test_the_station_of_the_change_counts():
    assert route(9, 9, 4, 9).arrival == 400
    assert route(9, 9, 0, 9).changes == 1
    for others in ((0, 0, 5, 0), (9, 1, 5, 1)):
        with pytest.raises(NoRoute):
            route(*others)


def test_the_route_of_the_prompt():
    railway = load(WORKSPACE / "data")
    found = find_route(railway.stations, railway.timetable, "HAF", "SEE", date(2024, 5, 11), 23 * 60 + 30)
    assert [(leg.number, leg.start, leg.end) for leg in found.legs] == [("123", "HAF", "LIN"), ("521", "LIN", "SEE")]


def test_the_data_is_as_before():
    for name in ("data/stations.csv", "data/timetable.txt"):
        assert (WORKSPACE / name).read_text() == started_as(name)
