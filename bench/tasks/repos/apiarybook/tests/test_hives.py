from datetime import date

import pytest

from hivebook import Hive, Inspection


@pytest.fixture
def linden():
    hive = Hive("Linden", 2023)
    hive.inspect(Inspection(date(2024, 5, 1), brood=6, eggs=True))
    hive.inspect(Inspection(date(2024, 4, 2), brood=4, queen=True))
    hive.inspect(Inspection(date(2024, 5, 10), brood=7))
    return hive


def test_order(linden):
    assert [inspection.brood for inspection in linden.inspections] == [4, 6, 7]


def test_one_a_day(linden):
    with pytest.raises(ValueError, match="2024-05-10"):
        linden.inspect(Inspection(date(2024, 5, 10)))


@pytest.mark.parametrize(("year", "colour"), [(2023, "red"), (2020, "blue"), (2026, "white"), (None, None)])
def test_colour(year, colour):
    assert Hive("x", year).colour == colour


def test_queen_seen(linden):
    assert linden.queen_seen(date(2024, 4, 1)) is None
    assert linden.queen_seen(date(2024, 4, 30)) == date(2024, 4, 2)
    assert linden.queen_seen(date(2024, 5, 12)) == date(2024, 5, 1)


def test_may_be_queenless(linden):
    assert not linden.may_be_queenless(date(2024, 5, 12))
    assert linden.may_be_queenless(date(2024, 6, 1))
    assert Hive("Heath").may_be_queenless(date(2024, 5, 1))


def test_inspection_due(linden):
    assert not linden.inspection_due(date(2024, 5, 19))
    assert linden.inspection_due(date(2024, 5, 20))
    assert Hive("Heath").inspection_due(date(2024, 5, 1))
