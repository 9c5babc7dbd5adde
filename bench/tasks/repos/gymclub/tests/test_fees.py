from datetime import date

from gymclub import find_plan, join
from gymclub.fees import first_month_fee, month_fee


def test_joined_on_the_first_day():
    assert first_month_fee(find_plan("basic"), date(2025, 3, 1)) == 2490


def test_joined_later():
    assert first_month_fee(find_plan("basic"), date(2025, 4, 16)) == 1245
    assert first_month_fee(find_plan("plus"), date(2025, 3, 31)) == 122


def test_months():
    member = join("Ken", "plus", date(2025, 4, 16))
    assert month_fee(member, 2025, 3) == 0
    assert month_fee(member, 2025, 4) == 1895
    assert month_fee(member, 2025, 5) == 3790
    assert month_fee(member, 2026, 1) == 3790
