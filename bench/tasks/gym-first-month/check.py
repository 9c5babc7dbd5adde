from datetime import date

import pytest

from gymclub import Plan, find_plan, join
from gymclub.fees import first_month_fee, month_fee


@pytest.mark.parametrize("name", ["basic", "plus", "complete"])
def test_a_full_month(name):
    plan = find_plan(name)
    for month in range(1, 13):
        assert first_month_fee(plan, date(2025, month, 1)) == plan.price


@pytest.mark.parametrize(
    ("price", "joined", "cents"),
    [
        (4990, date(2025, 2, 15), 2495),
        (4990, date(2024, 2, 29), 172),
        (4990, date(2025, 1, 31), 160),
        (100, date(2025, 1, 2), 96),
        (29, date(2025, 4, 2), 28),
        (20, date(2025, 4, 16), 10),
    ],
)
def test_a_part_of_a_month(price, joined, cents):
    fee = first_month_fee(Plan("other", price, None, courses=False), joined)
    assert fee == cents
    assert isinstance(fee, int)


def test_months():
    member = join("Mia", "complete", date(2025, 12, 22))
    assert [month_fee(member, *month) for month in ((2025, 11), (2025, 12), (2026, 1))] == [0, 1609, 4990]
