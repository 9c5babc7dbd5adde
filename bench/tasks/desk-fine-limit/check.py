from datetime import date, timedelta

import pytest

from lendingdesk import Desk, Item, Loan, Member, Rules
from lendingdesk.fines import fine_for
from lendingdesk.rules import FineRules

DUE = date(2024, 3, 1)


@pytest.mark.parametrize(
    ("cents", "grace", "limit"), [(30, 2, 200), (25, 0, 600), (100, 5, 300), (10, 3, 35), (50, 10, 100)]
)
def test_fines(cents, grace, limit):
    rules = Rules(fine=FineRules(cents, grace, limit))
    for days in range(-3, 60):
        expected = 0 if days <= grace else min((days - grace) * cents, limit)
        assert fine_for(Loan("b1", "m1", DUE), DUE + timedelta(days=days), rules) == expected


def test_at_the_desk():
    rules = Rules(fine=FineRules(100, 5, 300))
    desk = Desk([Item("b1", "Harbour")], [Member("m1", "Ines", 50)], [Loan("b1", "m1", DUE)], rules)
    assert desk.give_back("b1", date(2024, 9, 1)) == 300
    assert desk.member("m1").fines == 350
