from datetime import date, timedelta

import pytest
from support import WORKSPACE, run_python

from innkeep import Season, Tariff, load_tariff

TARIFF = load_tariff(WORKSPACE / "data" / "rates.csv", WORKSPACE / "data" / "seasons.csv")


def covered(season, first, days):
    every = (first + timedelta(days=number) for number in range(days))
    return [day for day in every if season.covers(day)]


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        ((12, 20), (1, 6), 18), ((12, 31), (1, 1), 2), ((11, 1), (2, 28), 120), ((7, 1), (6, 30), 365),
        ((3, 15), (3, 10), 361), ((12, 24), (1, 24), 32), ((6, 1), (8, 31), 92), ((1, 1), (12, 31), 365),
        ((5, 4), (5, 4), 1), ((12, 31), (12, 31), 1), ((1, 1), (1, 1), 1), ((2, 5), (2, 20), 16),
    ],
)  # fmt: skip
def test_nights_of_a_year(first, last, count):
    season = Season("x", first, last, 120)
    found = covered(season, date(2026, 1, 1), 365)
    assert len(found) == count
    assert date(2026, *first) in found
    assert date(2026, *last) in found


@pytest.mark.parametrize("year", [2024, 2026, 2027])
def test_in_one_piece(year):
    found = covered(Season("x", (12, 20), (1, 6), 140), date(year, 7, 1), 365)
    assert found == [date(year, 12, 20) + timedelta(days=number) for number in range(18)]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 12, 19), None), (date(2026, 12, 20), "Christmas"), (date(2026, 12, 31), "Christmas"),
        (date(2027, 1, 1), "Christmas"), (date(2027, 1, 6), "Christmas"), (date(2027, 1, 7), None),
        (date(2026, 6, 18), "Summer"), (date(2026, 6, 19), "Midsummer"), (date(2026, 6, 22), "Midsummer"),
        (date(2026, 6, 23), "Summer"), (date(2026, 8, 31), "Summer"), (date(2026, 9, 1), None),
        (date(2026, 11, 30), "Mud"), (date(2026, 12, 1), None), (date(2028, 2, 29), None),
    ],
)  # fmt: skip
def test_season(day, name):
    season = TARIFF.season(day)
    assert (season.name if season else None) == name


def test_price():
    assert TARIFF.price("double", date(2026, 12, 18), date(2027, 1, 9)) == 18 * 12320 + 4 * 8800
    assert TARIFF.price("family", date(2027, 1, 6), date(2027, 1, 8)) == 17500 + 12500


def test_order_still_counts():
    tariff = Tariff({"single": 1000}, [Season("eve", (12, 31), (12, 31), 300), Season("x", (12, 20), (1, 6), 140)])
    assert tariff.price("single", date(2026, 12, 30), date(2027, 1, 2)) == 1400 + 3000 + 1400


def test_command():
    done = run_python("-m", "innkeep", "price", "single", "2026-12-31", "2027-01-02")
    assert (done.returncode, done.stdout) == (0, "179.20\n")
