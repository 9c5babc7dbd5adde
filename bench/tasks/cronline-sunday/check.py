from datetime import date, datetime, timedelta

import pytest

from cronline import CronError, next_runs, parse
from cronline.cli import main

SUNDAY = date(2025, 3, 9)


@pytest.mark.parametrize(
    ("field", "days"),
    [
        ("7", {0}),
        ("0", {0}),
        ("sun", {0}),
        ("0,7", {0}),
        ("3,7", {0, 3}),
        ("5-7", {5, 6, 0}),
        ("1-7", set(range(7))),
        ("0-7", set(range(7))),
        ("7-7", {0}),
        ("1-7/3", {1, 4, 0}),
        ("1-7/2", {1, 3, 5, 0}),
        ("fri-7", {5, 6, 0}),
        ("1-5", {1, 2, 3, 4, 5}),
        ("0-6", set(range(7))),
        ("6", {6}),
        ("*", set(range(7))),
        ("*/2", {0, 2, 4, 6}),
        ("*/3", {0, 3, 6}),
        ("mon,wed", {1, 3}),
    ],
)
def test_days(field, days):
    schedule = parse(f"0 9 * * {field}")
    assert {day for day in range(7) if schedule.on_day(SUNDAY + timedelta(day))} == days
    assert {day for day in range(7) if schedule.at(datetime(2025, 3, 16 + day, 9, 0))} == days


@pytest.mark.parametrize("expression", ["0 9 * * 8", "0 9 * * 5-8", "0 9 * * 7-5", "0 9 * * 14", "0 9 * 13 *", "0 24 * * *", "60 9 * * *"])
def test_still_refused(expression):
    with pytest.raises(CronError):
        parse(expression)


def test_other_fields():
    moments = next_runs(parse("7 7 7 7 *"), datetime(2025, 1, 1), 2)
    assert moments == [datetime(2025, 7, 7, 7, 7), datetime(2026, 7, 7, 7, 7)]
    assert parse("0 0 * * *").days == frozenset(range(1, 32))


def test_the_command(capsys):
    assert main(["next", "0 9 * * 7", "--from", "2025-03-10T08:00", "--count", "2"]) == 0
    assert capsys.readouterr().out == "Sun 2025-03-16 09:00\nSun 2025-03-23 09:00\n"
