from datetime import date

import pytest

from lendingdesk import Loan, Rules
from lendingdesk.fines import fine_for, show_cents
from lendingdesk.rules import FineRules

RULES = Rules(fine=FineRules(cents_per_day=30, grace_days=2, limit_cents=200))
LOAN = Loan("b1", "m1", date(2024, 5, 10))


@pytest.mark.parametrize(("day", "fine"), [(1, 0), (10, 0), (12, 0), (13, 30), (18, 180), (19, 200), (31, 200)])
def test_fines(day, fine):
    assert fine_for(LOAN, date(2024, 5, day), RULES) == fine


def test_show_cents():
    assert [show_cents(cents) for cents in (0, 5, 250)] == ["0.00", "0.05", "2.50"]
