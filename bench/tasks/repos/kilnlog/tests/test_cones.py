import pytest

from kilnlog import CONES, cone_reached, parse_cone, temperature_of


def test_parse():
    assert parse_cone("6") == "6"
    assert parse_cone(" Cone 10 ") == "10"
    assert parse_cone("^8") == "8"


@pytest.mark.parametrize("text", ["", "cone", "11", "six", "6 cone", "-6"])
def test_not_a_cone(text):
    with pytest.raises(ValueError, match="not a cone"):
        parse_cone(text)


def test_temperature():
    assert temperature_of("cone 6") == 1222
    assert temperature_of("10") == 1285


def test_low_fire_cones():
    assert temperature_of("06") == 998
    assert parse_cone("cone 04") == "04"
    assert temperature_of("^022") == 586


def test_reached():
    assert cone_reached(1222) == "6"
    assert cone_reached(1221) == "5"
    assert cone_reached(300) is None
    assert cone_reached(2000) == list(CONES)[-1]
