import pytest

from railplan import Leg, RailError, Route, Station, Stations, fare
from railplan.fares import is_offpeak, price_for, round_up, zones_of
from railplan.settings import Settings

STATIONS = Stations(Station(code, code, zone) for code, zone in zip("ABCD", (1, 1, 2, 3), strict=True))
SETTINGS = Settings({1: 240, 2: 385}, {"adult": 0, "child": 50}, 540, 930, 10, 5)


def route(codes, departure=480):
    return Route((Leg("R1", "1", departure, departure + 10, tuple(codes)),))


def test_zones():
    assert zones_of(route("AB"), STATIONS) == {1}
    assert zones_of(route("ABC"), STATIONS) == {1, 2}


def test_prices():
    assert [price_for(zones, SETTINGS) for zones in (1, 2, 3)] == [240, 385, 385]


def test_offpeak():
    assert [is_offpeak(time, SETTINGS) for time in (539, 540, 929, 930, 540 + 1440)] == [False, True, True, False, True]


def test_round_up():
    assert [round_up(number, 5) for number in (0, 1, 5, 6)] == [0, 5, 5, 10]


def test_fares():
    assert fare(route("AB"), STATIONS, SETTINGS) == 240
    assert fare(route("AC"), STATIONS, SETTINGS, "child") == 195
    assert fare(route("AC", 600), STATIONS, SETTINGS, "child") == 175
    with pytest.raises(RailError, match="no fare for 'dog'"):
        fare(route("AB"), STATIONS, SETTINGS, "dog")
