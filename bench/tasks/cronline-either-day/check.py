from datetime import date, datetime

import pytest

from cronline import next_runs, parse, read_crontab
from cronline.cli import main

MONDAYS = [3, 10, 17, 24, 31]


@pytest.mark.parametrize(
    ("fields", "days"),
    [
        ("1 * mon", [1, *MONDAYS]),
        ("1 * 1", [1, *MONDAYS]),
        ("13 * fri", [7, 13, 14, 21, 28]),
        ("3 * mon", MONDAYS),
        ("1,15 3 sat,sun", [1, 2, 8, 9, 15, 16, 22, 23, 29, 30]),
        ("28-31 * 1-2", [3, 4, 10, 11, 17, 18, 24, 25, 28, 29, 30, 31]),
        ("*/10 * mon", [1, 3, 10, 11, 17, 21, 24, 31]),
        ("5 * */3", [1, 2, 5, 8, 9, 12, 15, 16, 19, 22, 23, 26, 29, 30]),
        ("* * mon", MONDAYS),
        ("1,15 * *", [1, 15]),
        ("*/10 * *", [1, 11, 21, 31]),
        ("* * *", list(range(1, 32))),
        ("1 4 mon", []),
        ("* feb mon", []),
        ("1 feb *", []),
        ("30 mar sun", [2, 9, 16, 23, 30]),
    ],
)
def test_days_of_march(fields, days):
    schedule = parse(f"0 6 {fields}")
    assert [day for day in range(1, 32) if schedule.on_day(date(2025, 3, day))] == days
    assert [day for day in range(1, 32) if schedule.at(datetime(2025, 3, day, 6, 0))] == days
    assert not any(schedule.at(datetime(2025, 3, day, 7, 0)) for day in range(1, 32))


def test_runs():
    assert next_runs(parse("0 6 1 * mon"), datetime(2025, 3, 25), 4) == [
        datetime(2025, 3, 31, 6),
        datetime(2025, 4, 1, 6),
        datetime(2025, 4, 7, 6),
        datetime(2025, 4, 14, 6),
    ]
    assert next_runs(parse("0 6 30 2 sun"), datetime(2025, 3, 1), 1) == [datetime(2026, 2, 1, 6)]


def test_crontab_and_command(tmp_path, capsys):
    file = tmp_path / "crontab.txt"
    file.write_text("0 6 1 * mon report\n")
    assert read_crontab(file)[0].schedule.on_day(date(2025, 3, 1))
    assert main(["upcoming", str(file), "--from", "2025-02-25T00:00", "--count", "2"]) == 0
    assert capsys.readouterr().out == "Sat 2025-03-01 06:00 report\nMon 2025-03-03 06:00 report\n"
