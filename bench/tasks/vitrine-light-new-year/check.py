from datetime import date, timedelta

import pytest
from support import run_python

from vitrine import Item, Placement, days_left, days_shown

TODAY = date(2024, 6, 30)
PERIODS = [
    (date(2022, 11, 21), date(2023, 2, 12)),
    (date(2022, 12, 31), date(2023, 1, 1)),
    (date(2023, 1, 1), date(2023, 1, 1)),
    (date(2023, 12, 31), date(2023, 12, 31)),
    (date(2023, 1, 1), date(2023, 12, 31)),
    (date(2019, 5, 3), date(2024, 2, 29)),
    (date(2021, 3, 4), date(2022, 3, 4)),
    (date(2022, 7, 1), None),
    (date(2024, 6, 30), None),
    (date(2024, 6, 1), date(2024, 8, 31)),
]


def by_hand(since, until, year, today):
    """The days one by one."""
    end = min(until or today, today)
    days = ((since + timedelta(number)) for number in range((end - since).days + 1))
    return sum(day.year == year for day in days)


@pytest.mark.parametrize("year", range(2018, 2026))
@pytest.mark.parametrize(("since", "until"), PERIODS)
def test_one_period(since, until, year):
    placements = [Placement("1.1", "A", since, until)]
    for today in (TODAY, date(2024, 12, 31), date(2025, 1, 1)):
        assert days_shown(placements, "1.1", year, today) == by_hand(since, until, year, today)


@pytest.mark.parametrize("year", [2022, 2023, 2024])
def test_several_periods(year):
    placements = [
        Placement("1954.7.2", "Stairs", date(2022, 11, 21), date(2023, 2, 12)),
        Placement("2011.3.1", "Room 2", date(2022, 1, 1), date(2024, 1, 31)),
        Placement("1954.7.2", "Room 1", date(2023, 12, 24), date(2024, 1, 6)),
    ]
    expected = {2022: (41, 365), 2023: (43 + 8, 365), 2024: (6, 31)}[year]
    assert (
        days_shown(placements, "1954.7.2", year, TODAY),
        days_shown(placements, "2011.3.1", year, TODAY),
    ) == expected
    assert days_shown(placements, "1987.1.1", year, TODAY) == 0


def test_days_left():
    placements = [Placement("1954.7.2", "Stairs", date(2022, 11, 21), date(2023, 2, 12))]
    hanging = Item("1954.7.2", "Hanging", material="textile")
    assert [days_left(placements, hanging, year, TODAY) for year in (2021, 2022, 2023, 2024)] == [120, 79, 77, 120]
    assert days_left(placements, Item("1954.7.2", "Hanging", material="wood"), 2023, TODAY) is None


def test_command(tmp_path):
    (tmp_path / "objects.csv").write_text(
        "number,title,maker,born,died,from,to,about,material,height,width,depth\n1954.7.2,Hanging,,,,,,,textile,,,\n"
    )
    (tmp_path / "placements.csv").write_text("number,case,since,until\n1954.7.2,Stairs,2022-11-21,2023-02-12\n")
    done = run_python("-m", "vitrine", "--data", str(tmp_path), "light", "2023", "--today", "2024-06-30")
    assert (done.returncode, done.stdout) == (0, "1954.7.2  Hanging: 43 days, 77 left\n")
