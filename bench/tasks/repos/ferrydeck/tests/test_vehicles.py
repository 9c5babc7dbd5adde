import pytest

from ferrydeck import Vehicle, parse_vehicle


def test_parse():
    assert parse_vehicle("van 6.4") == Vehicle("van", 640)
    assert parse_vehicle("  Car 4 ") == Vehicle("car", 400)
    assert parse_vehicle("foot") == Vehicle("foot", 0)


def test_trailer():
    assert parse_vehicle("car 4.3 + 2.5") == Vehicle("car", 680)
    assert parse_vehicle("van 6.4+3") == Vehicle("van", 940)


@pytest.mark.parametrize("text", ["", "car", "4.3", "car 0", "car -4", "car 4.3 m", "car four"])
def test_not_a_vehicle(text):
    with pytest.raises(ValueError, match="not a vehicle"):
        parse_vehicle(text)


def test_room():
    assert parse_vehicle("car 4.3").room == 460
    assert parse_vehicle("foot").room == 0
