from datetime import date, datetime, timedelta

import pytest

from snapkeep import Policy, Snapshot, kept


def weekly(count, *days):
    snapshots = [Snapshot("web", datetime.fromisoformat(f"{day}T02:00")) for day in days]
    return [snapshot.taken.date().isoformat() for snapshot in kept(snapshots, Policy(weekly=count))]


@pytest.mark.parametrize(
    ("days", "left"),
    [
        (["2024-12-29", "2024-12-30", "2025-01-05", "2025-01-06"], ["2025-01-06", "2025-01-05", "2024-12-29"]),
        (["2024-12-31", "2025-01-01"], ["2025-01-01"]),
        # Week 1 of 2024 and week 1 of 2025, which begins in 2024.
        (["2024-01-02", "2024-12-30"], ["2024-12-30", "2024-01-02"]),
        # Week 53 of 2020 ends in 2021, which has no such week of its own.
        (["2020-12-31", "2021-01-03", "2021-01-04"], ["2021-01-04", "2021-01-03"]),
        # 1 January 2023 is in week 52 of 2022, and that of 2023 is another one.
        (["2023-01-01", "2022-12-26", "2023-12-31"], ["2023-12-31", "2023-01-01"]),
        (["2025-06-08", "2025-06-09", "2025-06-15"], ["2025-06-15", "2025-06-08"]),
    ],
)
def test_weeks(days, left):
    assert weekly(9, *days) == left


def test_every_day_of_many_years():
    days = [date(2018, 1, 1) + timedelta(number) for number in range(7 * 520)]
    sundays = [day.isoformat() for day in reversed(days) if day.isoweekday() == 7]
    assert weekly(1000, *days) == sundays
    assert weekly(4, *days) == sundays[:4]


def test_four_weeks_in_january():
    days = [date(2025, 1, 12) - timedelta(number) for number in range(60)]
    assert weekly(4, *days) == ["2025-01-12", "2025-01-05", "2024-12-29", "2024-12-22"]


def test_other_rules():
    snapshots = [Snapshot("web", datetime(2024, 12, day)) for day in (29, 30, 31)]
    assert kept(snapshots, Policy(monthly=2)) == {snapshots[2]: ["monthly"]}
    assert list(kept(snapshots, Policy(daily=2))) == [snapshots[2], snapshots[1]]
