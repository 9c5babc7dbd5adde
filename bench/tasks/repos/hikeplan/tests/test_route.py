import pytest

from hikeplan import Leg, Route, parse_leg, read_route

ROUTE = Route("Village", [Leg("Hut", 4.5, 600, 20), Leg("Peak", 1, 300, 0)])


def test_parse():
    assert parse_leg("Saddle Hut: 4.5 km, 600 up, 20 down\n") == Leg("Saddle Hut", 4.5, 600, 20)
    with pytest.raises(ValueError, match="no leg"):
        parse_leg("Saddle Hut: far")


def test_read(tmp_path):
    file = tmp_path / "route.txt"
    file.write_text("Village\n\nHut: 4.5 km, 600 up, 20 down\nPeak: 1 km, 300 up, 0 down\n")
    assert read_route(file) == ROUTE
    assert ROUTE.length() == 5.5


def test_back():
    assert ROUTE.back() == Route("Peak", [Leg("Hut", 1, 0, 300), Leg("Village", 4.5, 20, 600)])
    assert ROUTE.back().back() == ROUTE
