from datetime import date

import pytest
from support import run_python

from innkeep import Bill, Booking, Tariff, parse_ages, tourist_tax


@pytest.mark.parametrize(
    ("ages", "payers"),
    [
        ([], 0), ([0], 0), ([0, 0, 0], 0), ([1], 0), ([13], 0), ([14], 1), ([15, 0], 1), ([None], 1), ([None, None], 2),
        ([None, 0], 1), ([0, None, 0, 41], 2), ([41, 39], 2), ([41, 39, 13, 14, 2, 0], 3), ([99], 1),
    ],
)  # fmt: skip
@pytest.mark.parametrize("count", [1, 2, 7, 30])
def test_tax(ages, payers, count):
    before = list(ages)
    assert tourist_tax(ages, count) == payers * count * 250
    assert ages == before


def test_ages():
    assert parse_ages("0") == [0]
    assert parse_ages("41, ?,0 ,?") == [41, None, 0, None]
    for text in ("", "41,", "-1", "x", "??"):
        with pytest.raises(ValueError, match="not an age"):
            parse_ages(text)


def test_bill():
    stay = Booking("12", "Lindqvist", date(2026, 7, 3), date(2026, 7, 6))
    tariff = Tariff({"double": 8800}, [])
    room = ("room 12, 3 nights", 26400)
    assert Bill.of_stay(stay, "double", tariff, [36, 34, 0]).lines == [room, ("tourist tax", 1500)]
    assert Bill.of_stay(stay, "double", tariff, [None, 0]).lines == [room, ("tourist tax", 750)]
    assert Bill.of_stay(stay, "double", tariff, [0, 13]).lines == [room]


@pytest.mark.parametrize(
    ("ages", "out"), [("36,34,0", "15.00\n"), ("0", "0.00\n"), ("?,?,0", "15.00\n"), ("14", "7.50\n")]
)
def test_command(ages, out):
    done = run_python("-m", "innkeep", "tax", ages, "3")
    assert (done.returncode, done.stdout) == (0, out)
