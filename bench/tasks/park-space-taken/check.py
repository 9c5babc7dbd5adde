from datetime import date, datetime

import pytest

from parkhouse import Full, Garage, Permit


def at(hour, minute=0):
    return datetime(2025, 6, 2, hour, minute)


def test_cars_come_and_go():
    garage = Garage({"P1": 1, "P2": 2})
    for number in range(3):
        garage.enter(f"KA{number}", at(8))
    garage.leave("KA2", at(9))
    assert [garage.free(level) for level in ("P1", "P2")] == [0, 1]
    garage.leave("KA0", at(10))
    assert [garage.free(level) for level in ("P1", "P2")] == [1, 1]
    assert garage.enter("KA0", at(11)).level == "P1"
    assert garage.enter("KA2", at(11)).level == "P2"
    with pytest.raises(Full):
        garage.enter("KA5", at(11))
    assert garage.leave("KA0", at(12)) == 250
    assert garage.income == 250 + 430 + 250


def test_nobody_pays_twice():
    garage = Garage({"P1": 2})
    garage.enter("KA1", at(8))
    garage.enter("KA2", at(8))
    assert garage.leave("k-a 1", at(10)) == 430
    with pytest.raises(ValueError, match="KA1 is not inside"):
        garage.leave("KA1", at(11))
    assert garage.income == 430
    assert list(garage.inside) == ["KA2"]


def test_with_permit():
    garage = Garage({"P1": 1}, [Permit("KA1", date(2025, 6, 1), date(2025, 6, 30))])
    garage.enter("KA1", at(8))
    assert garage.leave("KA1", at(10)) == 0
    assert garage.free("P1") == 1
    assert garage.income == 0
