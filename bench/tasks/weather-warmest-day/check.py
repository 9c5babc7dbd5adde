from datetime import date, datetime

import weatherlog
from weatherlog import Reading, Station
from weatherlog.summary import warmest_day


def station(*temperatures):
    return Station("Pier", [Reading(datetime(2025, 3, day, hour), degrees, 0, 0) for day, hour, degrees in temperatures])


def test_the_mean_counts():
    assert warmest_day(station((1, 6, 4), (1, 18, 8), (2, 12, 7))) == date(2025, 3, 2)
    assert warmest_day(station((1, 6, 4), (1, 18, 20), (2, 12, 11), (3, 6, 10), (3, 18, 13))) == date(2025, 3, 1)


def test_below_zero():
    assert warmest_day(station((4, 6, -9), (5, 6, -3.5), (6, 6, -4))) == date(2025, 3, 5)


def test_equal_days():
    assert warmest_day(station((2, 6, 5), (3, 6, 9), (4, 6, 9))) == date(2025, 3, 3)
    assert warmest_day(station((4, 6, 9), (3, 6, 9), (2, 6, 5))) == date(2025, 3, 3)
    assert warmest_day(station((9, 6, 0), (8, 6, -2), (8, 9, 2))) == date(2025, 3, 8)


def test_no_readings():
    assert warmest_day(station()) is None


def test_the_package():
    assert weatherlog.warmest_day is warmest_day
