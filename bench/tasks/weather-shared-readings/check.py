from datetime import datetime

from weatherlog import Reading, Station


def reading(day):
    return Reading(datetime(2025, 7, day, 9), 20.0, 0.0, 1.0)


def test_stations_without_readings():
    stations = [Station(name) for name in "abc"]
    stations[1].add(reading(1))
    stations[2].add(reading(2))
    stations[2].add(reading(3))
    assert [station.readings for station in stations] == [[], [reading(1)], [reading(2), reading(3)]]
    assert Station("d").readings == []


def test_stations_with_the_same_readings():
    readings = [reading(1)]
    first, second = Station("a", readings), Station("b", readings)
    first.add(reading(2))
    second.add(reading(3))
    assert readings == [reading(1)]
    assert first.readings == [reading(1), reading(2)]
    assert second.readings == [reading(1), reading(3)]


def test_an_empty_list():
    readings = []
    first, second = Station("a", readings), Station("b", readings)
    first.add(reading(2))
    assert (readings, second.readings) == ([], [])
