from datetime import date

import pytest

import splitpot
from splitpot.report import monthly, paid_by


def expenses(*rows):
    return [splitpot.Expense(date.fromisoformat(day), "tea", "Ana", amount, {"Ana": 1}) for day, amount in rows]


@pytest.mark.parametrize(
    ("rows", "sums"),
    [
        ([], []),
        ([("2025-06-01", 5)], [("2025-06", 5)]),
        ([("2025-06-01", 5), ("2025-06-30", 7)], [("2025-06", 12)]),
        ([("2025-07-31", 5), ("2025-06-30", 7)], [("2025-06", 7), ("2025-07", 5)]),
        (
            [("2025-02-01", 5), ("2024-11-30", 7)],
            [("2024-11", 7), ("2024-12", 0), ("2025-01", 0), ("2025-02", 5)],
        ),
        ([("2024-12-31", 1), ("2025-01-01", 2)], [("2024-12", 1), ("2025-01", 2)]),
        (
            [("2025-12-05", 3), ("2025-09-01", 4), ("2025-12-06", 1)],
            [("2025-09", 4), ("2025-10", 0), ("2025-11", 0), ("2025-12", 4)],
        ),
        ([("2025-01-31", 3), ("2025-03-31", 4)], [("2025-01", 3), ("2025-02", 0), ("2025-03", 4)]),
    ],
)
def test_monthly(rows, sums):
    given = expenses(*rows)
    assert list(monthly(given).items()) == sums
    assert given == expenses(*rows)


def test_several_years():
    sums = monthly(expenses(("2022-03-01", 1), ("2025-03-01", 2)))
    assert len(sums) == 37
    assert sum(sums.values()) == 3
    assert list(sums) == sorted(sums)


def test_in_the_package():
    assert splitpot.monthly is monthly
    assert paid_by(expenses(("2025-06-01", 5))) == {"Ana": 5}
