from datetime import date

import pytest

from innkeep import Bill, Booking, Tariff, parse_ages, tourist_tax

STAY = Booking("12", "Lindqvist", date(2026, 7, 3), date(2026, 7, 6))
TARIFF = Tariff({"double": 8800}, [])


def test_ages():
    assert parse_ages("41, ?,7") == [41, None, 7]
    with pytest.raises(ValueError, match="not an age"):
        parse_ages("41,-3")


def test_tax():
    assert tourist_tax([41, 39], 3) == 1500
    assert tourist_tax([41, None], 1) == 500
    assert tourist_tax([14, 13], 2) == 500


def test_babies_are_free():
    assert tourist_tax([36, 34, 0], 3) == 1500
    assert tourist_tax([0], 7) == 0
    assert tourist_tax(parse_ages("?,0"), 2) == 500


def test_bill():
    bill = Bill.of_stay(STAY, "double", TARIFF, [41, 39])
    assert bill.lines == [("room 12, 3 nights", 26400), ("tourist tax", 1500)]
    bill.add("breakfast", 900)
    assert bill.total == 28800
    assert bill.text().splitlines()[-1] == "total                             288.00"


def test_bill_without_tax():
    assert Bill.of_stay(STAY, "double", TARIFF, [12]).lines == [("room 12, 3 nights", 26400)]
