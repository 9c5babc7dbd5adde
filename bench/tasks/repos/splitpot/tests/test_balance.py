from datetime import date

import pytest

from splitpot import Expense, Payment, Pot, Transfer, balances, settle

DAY = date(2025, 6, 1)


def pot():
    result = Pot(["Ana", "Ben", "Cleo"])
    result.add(Expense(DAY, "groceries", "Ana", 3000, {"Ana": 1, "Ben": 1, "Cleo": 1}))
    return result


def test_balances():
    assert balances(pot()) == {"Ana": 2000, "Ben": -1000, "Cleo": -1000}


def test_payment():
    paid = pot()
    paid.add(Payment(DAY, "Ben", "Ana", 400))
    assert balances(paid) == {"Ana": 1600, "Ben": -600, "Cleo": -1000}


def test_settle():
    assert settle({"Ana": 1600, "Ben": -600, "Cleo": -1000}) == [
        Transfer("Cleo", "Ana", 1000),
        Transfer("Ben", "Ana", 600),
    ]
    assert settle({"Ana": 0, "Ben": 0}) == []


def test_settle_needs_zero():
    with pytest.raises(ValueError, match="do not add up"):
        settle({"Ana": 100, "Ben": -99})


def test_stranger():
    with pytest.raises(ValueError, match=r"who is Dora\?"):
        pot().add(Payment(DAY, "Dora", "Ana", 100))
