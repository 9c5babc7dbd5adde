from datetime import date, datetime

from weatherlog import Reading, Station
from weatherlog.wind import beaufort


def reading(day, hour=12, wind=0.0):
    return Reading(datetime(2025, 3, day, hour), 5.0, 0.0, wind)


def test_by_day():
    station = Station("Pier", [reading(1, 6), reading(2, 6), reading(1, 18)])
    assert station.by_day() == {
        date(2025, 3, 1): [reading(1, 6), reading(1, 18)],
        date(2025, 3, 2): [reading(2, 6)],
    }


def test_stations_have_their_own_readings():
    pier, hill = Station("Pier"), Station("Hill")
    pier.add(reading(1))
    assert pier.readings == [reading(1)]
    assert hill.readings == []


def test_the_list_given_is_not_changed():
    readings = [reading(1)]
    Station("Pier", readings).add(reading(2))
    assert readings == [reading(1)]


def test_wind():
    assert [beaufort(speed) for speed in (0, 1, 10, 25, 40)] == [0, 1, 5, 10, 12]
    assert Station("Pier", [reading(1, wind=3.0), reading(2, wind=18.0)]).strongest_wind() == 8
    assert Station("Pier").strongest_wind() == 0
