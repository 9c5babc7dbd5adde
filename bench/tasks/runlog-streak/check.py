from datetime import date, timedelta

import pytest
from support import WORKSPACE, started_as

from runlog import Run, longest_streak
from runlog.cli import main


def runs_on(days, first=date(2024, 12, 28)):
    return [Run(first + timedelta(days=number), 5, 1500 + count) for count, number in enumerate(days)]


@pytest.mark.parametrize(
    ("days", "longest"),
    [
        ([], 0),
        ([0], 1),
        ([0, 0], 1),
        ([0, 0, 0], 1),
        ([0, 1, 1, 2], 3),
        ([0, 0, 1, 2], 3),
        ([0, 1, 2, 2], 3),
        ([0, 0, 1, 1, 2, 2], 3),
        ([0, 1, 1, 1, 2, 3], 4),
        ([2, 0, 1, 1], 3),
        ([0, 0, 2, 2, 3], 2),
        ([0, 2, 2, 4], 1),
        ([0, 0, 0, 5, 6], 2),
        ([0, 1, 1, 2, 4, 5], 3),
        ([0, 1, 3, 4, 4, 5, 6], 4),
        ([0, 1, 2, 3, 4, 5, 6], 7),
        ([0, 2, 4, 6], 1),
    ],
)
def test_longest_streak(days, longest):
    runs = runs_on(days)
    given = list(runs)
    assert longest_streak(runs) == longest
    assert runs == given
    assert longest_streak(runs[::-1]) == longest


def test_the_command(tmp_path, capsys):
    assert main(["--log", str(WORKSPACE / "data" / "log.csv"), "streak"]) == 0
    assert capsys.readouterr().out == "longest streak: 6 days\n"
    assert (WORKSPACE / "data" / "log.csv").read_text() == started_as("data/log.csv")
    file = tmp_path / "log.csv"
    rows = [f"2025-0{day},5,25:00,," for day in ("3-02", "2-28", "3-01", "3-01", "3-01")]
    file.write_text("\n".join(["day,km,time,heart_rate,shoes", *rows]))
    assert main(["--log", str(file), "streak"]) == 0
    assert capsys.readouterr().out == "longest streak: 3 days\n"
