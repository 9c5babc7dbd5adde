from datetime import datetime

from cronline import next_run, next_runs, parse

NOON = datetime(2025, 3, 10, 12, 0)


def test_later_on_the_same_day():
    assert next_run(parse("30 6,18 * * *"), NOON) == datetime(2025, 3, 10, 18, 30)


def test_after_means_after():
    assert next_run(parse("0 12 * * *"), NOON) == datetime(2025, 3, 11, 12, 0)


def test_seconds():
    assert next_run(parse("* * * * *"), datetime(2025, 12, 31, 23, 59, 30)) == datetime(2026, 1, 1, 0, 0)


def test_leap_day():
    assert next_run(parse("0 0 29 2 *"), NOON) == datetime(2028, 2, 29)
    assert next_run(parse("0 0 30 2 *"), NOON) is None


def test_next_runs():
    moments = next_runs(parse("0 */8 * * *"), NOON, 3)
    assert [moment.hour for moment in moments] == [16, 0, 8]
    assert next_runs(parse("0 0 30 2 *"), NOON, 3) == []
