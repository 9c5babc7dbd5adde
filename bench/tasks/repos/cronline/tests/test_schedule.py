from datetime import date, datetime

import pytest

from cronline import CronError, parse


def test_at():
    schedule = parse("*/15 8-18/2 * * *")
    assert schedule.at(datetime(2025, 3, 10, 8, 45))
    assert schedule.at(datetime(2025, 3, 10, 18, 0))
    assert not schedule.at(datetime(2025, 3, 10, 9, 45))
    assert not schedule.at(datetime(2025, 3, 10, 8, 50))


def test_names():
    schedule = parse("0 0 * JAN,jul mon-fri")
    assert schedule.on_day(date(2025, 1, 6))
    assert not schedule.on_day(date(2025, 1, 5))
    assert not schedule.on_day(date(2025, 2, 3))


def test_only_the_day_of_the_month():
    schedule = parse("0 0 1,15 * *")
    assert [day for day in range(1, 32) if schedule.on_day(date(2025, 3, day))] == [1, 15]


def test_only_the_day_of_the_week():
    schedule = parse("0 0 * * 1")
    assert [day for day in range(1, 32) if schedule.on_day(date(2025, 3, day))] == [3, 10, 17, 24, 31]


def test_either_day():
    schedule = parse("0 0 13 * fri")
    assert [day for day in range(1, 32) if schedule.on_day(date(2025, 3, day))] == [7, 13, 14, 21, 28]


def test_sunday():
    for expression in ("0 0 * * 0", "0 0 * * 7", "0 0 * * sun"):
        schedule = parse(expression)
        assert [day for day in range(1, 32) if schedule.on_day(date(2025, 3, day))] == [2, 9, 16, 23, 30]


def test_weekend():
    schedule = parse("0 0 * * 6-7")
    assert [day for day in range(1, 15) if schedule.on_day(date(2025, 3, day))] == [1, 2, 8, 9]


@pytest.mark.parametrize("text", ["", "* * * *", "* * * * * *", "60 * * * *", "* * 0 * *", "* * * 13 *", "* * * * 8"])
def test_refused(text):
    with pytest.raises(CronError):
        parse(text)
