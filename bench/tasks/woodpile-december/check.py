import calendar
from datetime import date, timedelta

import pytest
from support import WORKSPACE, run_python

from woodpile import Stack, add_months, find_wood, listing, load_yard


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("day", [1, 15, 28, 29, 30, 31])
def test_every_month(month, day):
    if day > calendar.monthrange(2023, month)[1]:
        return
    year, expected = 2023, month
    for months in range(61):
        last = calendar.monthrange(year, expected)[1]
        assert add_months(date(2023, month, day), months) == date(year, expected, min(day, last))
        expected += 1
        if expected == 13:
            year, expected = year + 1, 1


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2023, 6, 5), 18, date(2024, 12, 5)), (date(2023, 12, 31), 0, date(2023, 12, 31)),
        (date(2023, 11, 30), 1, date(2023, 12, 30)), (date(2023, 12, 31), 1, date(2024, 1, 31)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)), (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 10, date(2024, 12, 29)), (date(2023, 12, 1), 24, date(2025, 12, 1)),
    ],
)  # fmt: skip
def test_some(day, months, expected):
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("wood", "stacked", "ready"),
    [
        ("ash", date(2023, 6, 5), date(2024, 12, 5)), ("spruce", date(2024, 12, 24), date(2025, 12, 24)),
        ("birch", date(2024, 9, 30), date(2025, 12, 30)), ("oak", date(2022, 6, 1), date(2024, 12, 1)),
        ("oak", date(2022, 7, 31), date(2025, 1, 31)), ("beech", date(2022, 11, 2), date(2024, 11, 2)),
    ],
)  # fmt: skip
def test_stacks(wood, stacked, ready):
    stack = Stack("gate", find_wood(wood), 2, 1, 1, stacked)
    assert stack.ready_on == ready
    assert stack.is_ready(ready)
    assert not stack.is_ready(ready - timedelta(days=1))


def test_yard():
    yard = load_yard(WORKSPACE / "data" / "yard.csv")
    assert [stack.ready_on.isoformat() for stack in yard] == ["2025-03-10", "2025-10-15", "2026-08-29", "2024-05-28"]
    assert listing(yard[1:2], date(2025, 10, 14)) == ["barn    spruce    5.00  dry on 2025-10-15"]


def test_command(tmp_path):
    (tmp_path / "yard.csv").write_text("place,wood,length,depth,height,stacked\ngate,ash,2,1,1,2023-06-05\n")
    done = run_python("-m", "woodpile", "list", str(tmp_path / "yard.csv"), "--day", "2024-12-04")
    assert (done.returncode, done.stdout) == (0, "gate    ash       2.00  dry on 2024-12-05\n")
