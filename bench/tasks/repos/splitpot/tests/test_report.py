from datetime import date

from splitpot import Expense, monthly, paid_by


def expense(day, amount, payer="Ana"):
    return Expense(date.fromisoformat(day), "something", payer, amount, {"Ana": 1})


def test_paid_by():
    assert paid_by([expense("2025-06-01", 100), expense("2025-06-01", 50, "Ben"), expense("2025-07-01", 7)]) == {
        "Ana": 107,
        "Ben": 50,
    }


def test_monthly():
    sums = monthly([expense("2025-06-30", 100), expense("2025-04-01", 50), expense("2025-06-01", 7)])
    assert list(sums.items()) == [("2025-04", 50), ("2025-05", 0), ("2025-06", 107)]


def test_monthly_of_nothing():
    assert monthly([]) == {}
