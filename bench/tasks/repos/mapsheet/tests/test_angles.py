import pytest

from mapsheet import format_angle, format_point, parse_angle


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("47.125", 47.125),
        ("-12.5", -12.5),
        ("47°07'30\"N", 47.125),
        ("0° 30' w", -0.5),
        ("8°E", 8),
        ("1°0'4.5\"S", -1.00125),
    ],
)
def test_parse(text, value):
    assert parse_angle(text) == pytest.approx(value)


@pytest.mark.parametrize("text", ["", "north", "47°", "47°07'30\"", "-3°N"])
def test_not_a_coordinate(text):
    with pytest.raises(ValueError, match="not a coordinate"):
        parse_angle(text)


def test_format():
    assert format_angle(47.125) == "47°07'30\"N"
    assert format_angle(-0.5, "EW") == "0°30'00\"W"
    assert format_point(46.5, 7.25) == "46°30'00\"N 7°15'00\"E"


def test_whole_minutes():
    assert format_angle(12.1) == "12°06'00\"N"
    assert format_angle(46.99999) == "47°00'00\"N"
    assert format_angle(-8.3, "EW") == "8°18'00\"W"
