import pytest

from hikeplan import parse_clock, show_clock


@pytest.mark.parametrize(("text", "minutes"), [("0:00", 0), ("7:05", 425), ("07:30", 450), ("23:59", 1439)])
def test_parse(text, minutes):
    assert parse_clock(text) == minutes


@pytest.mark.parametrize("text", ["", "7", "7:", "24:00", "7:60", "-1:00", "half past"])
def test_no_time(text):
    with pytest.raises(ValueError):
        parse_clock(text)


def test_show():
    assert show_clock(425) == "7:05"
    assert show_clock(24 * 60 + 10) == "0:10"
