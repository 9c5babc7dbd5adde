import pytest

from runlog import format_duration, format_pace, parse_duration


@pytest.mark.parametrize(("text", "seconds"), [("25:10", 1510), ("1:02:30", 3750), ("0:09", 9), ("75:00", 4500)])
def test_parse_duration(text, seconds):
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "25", "25:60", "1:60:00", "1:2:3:4", "x:10", "-1:10"])
def test_no_duration(text):
    with pytest.raises(ValueError, match="is no duration"):
        parse_duration(text)


def test_format_duration():
    assert [format_duration(seconds) for seconds in (9, 1510, 3600, 3750)] == ["0:09", "25:10", "1:00:00", "1:02:30"]


@pytest.mark.parametrize(
    ("seconds", "km", "pace"),
    [(1510, 5, "5:02"), (3000, 10, "5:00"), (1199, 4, "5:00"), (2399, 10, "4:00"), (1432, 5, "4:46")],
)
def test_format_pace(seconds, km, pace):
    assert format_pace(seconds, km) == pace
