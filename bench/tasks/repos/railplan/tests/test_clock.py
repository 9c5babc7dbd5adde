import pytest

from railplan.clock import parse_time, show_duration, show_time
from railplan.days import parse_days, show_days


def test_times():
    assert [parse_time(text) for text in ("00:00", "7:05", "24:10")] == [0, 425, 1450]
    for text in ("7", "07:60", "x"):
        with pytest.raises(ValueError, match="no time"):
            parse_time(text)


def test_show_time():
    assert [show_time(minutes) for minutes in (0, 425, 1450, -10)] == ["00:00", "07:05", "00:10+1", "23:50-1"]


def test_durations():
    assert [show_duration(minutes) for minutes in (0, 59, 60, 125)] == ["0 min", "59 min", "1h00", "2h05"]


def test_days():
    assert parse_days("daily") == set(range(7))
    assert parse_days("mon-fri") == {0, 1, 2, 3, 4}
    assert parse_days("tue,sat-sun") == {1, 5, 6}
    assert parse_days("fri-mon") == {4, 5, 6, 0}
    with pytest.raises(ValueError, match="no weekday: 'may'"):
        parse_days("may")


def test_show_days():
    assert show_days(parse_days("sat,mon")) == "mon,sat"
    assert show_days(parse_days("mon-sun")) == "daily"
