from datetime import date

from lendingdesk import Rules
from lendingdesk.opening import due_date, is_open, next_open_day

RULES = Rules(
    loan_days={"default": 28, "film": 7}, closed_weekdays=(5, 6), holidays=frozenset({date(2024, 5, 1)})
)


def test_is_open():
    assert is_open(date(2024, 5, 3), RULES)
    assert not is_open(date(2024, 5, 4), RULES)
    assert not is_open(date(2024, 5, 1), RULES)


def test_next_open_day():
    assert next_open_day(date(2024, 5, 3), RULES) == date(2024, 5, 3)
    assert next_open_day(date(2024, 5, 4), RULES) == date(2024, 5, 6)
    assert next_open_day(date(2024, 5, 1), RULES) == date(2024, 5, 2)


def test_due_dates():
    assert due_date(date(2024, 5, 6), "film", RULES) == date(2024, 5, 13)
    assert due_date(date(2024, 5, 6), "book", RULES) == date(2024, 6, 3)
    assert due_date(date(2024, 4, 27), "film", RULES) == date(2024, 5, 6)
