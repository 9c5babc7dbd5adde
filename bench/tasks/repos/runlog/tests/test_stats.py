from datetime import date, timedelta

import pytest

from runlog import Run, fastest, longest_streak, next_week, weeks, zone

MONDAY = date(2025, 9, 1)


def runs_on(*days):
    return [Run(MONDAY + timedelta(days=number), 5, 1500) for number in days]


def test_weeks():
    runs = [Run(date(2025, 9, 8), 5.1, 1500), Run(date(2025, 9, 1), 10, 3000), Run(date(2025, 9, 7), 4.2, 1500)]
    assert list(weeks(runs).items()) == [("2025-W36", 14.2), ("2025-W37", 5.1)]


def test_weeks_at_new_year():
    runs = [Run(date(2024, 12, 29), 5, 1500), Run(date(2024, 12, 30), 6, 1800), Run(date(2025, 1, 5), 4, 1500)]
    assert list(weeks(runs).items()) == [("2024-W52", 5), ("2025-W01", 10)]


def test_fastest():
    slow, quick, short = Run(MONDAY, 5, 1600), Run(MONDAY, 10, 3000), Run(MONDAY, 2, 500)
    assert fastest([slow, quick, short], 5) == quick
    assert fastest([slow, quick, short], 1) == short
    assert fastest([slow], 6) is None


@pytest.mark.parametrize(
    ("days", "longest"),
    [((), 0), ((3,), 1), ((0, 1, 2), 3), ((0, 1, 3, 4, 5, 8), 3), ((5, 0, 4, 1, 3), 3), ((0, 1, 2, 9, 10), 3)],
)
def test_longest_streak(days, longest):
    assert longest_streak(runs_on(*days)) == longest


def test_two_runs_on_one_day():
    assert longest_streak(runs_on(0, 1, 1, 2)) == 3


@pytest.mark.parametrize(
    ("sums", "km"), [([], 0), ([20], 22), ([10, 20], 16), ([90, 20, 30, 40], 33), ([15.5, 20.25, 18], 20)]
)
def test_next_week(sums, km):
    assert next_week(sums) == km


@pytest.mark.parametrize(
    ("rate", "number"), [(99, 0), (100, 1), (119, 1), (120, 2), (140, 3), (160, 4), (179, 4), (180, 5), (200, 5)]
)
def test_zone(rate, number):
    assert zone(rate, 200) == number


def test_above_the_highest():
    with pytest.raises(ValueError, match="201 is above"):
        zone(201, 200)
