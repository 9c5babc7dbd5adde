from datetime import date, timedelta

from lendingdesk import Rules
from lendingdesk.opening import due_date, is_open, next_open_day

RULES = Rules(
    loan_days={"default": 28, "film": 7},
    closed_weekdays=(0, 6),
    holidays=frozenset({date(2024, 12, 24), date(2024, 12, 25), date(2024, 12, 26)}),
)


def test_next_open_day():
    assert next_open_day(date(2024, 12, 21), RULES) == date(2024, 12, 21)
    assert next_open_day(date(2024, 12, 22), RULES) == date(2024, 12, 27)
    assert next_open_day(date(2024, 12, 26), RULES) == date(2024, 12, 27)
    assert next_open_day(date(2024, 6, 2), RULES) == date(2024, 6, 4)


def test_nothing_is_due_on_a_closed_day():
    for number in range(366):
        start = date(2024, 1, 1) + timedelta(days=number)
        for kind, days in (("film", 7), ("book", 28)):
            due, first = due_date(start, kind, RULES), start + timedelta(days=days)
            assert is_open(due, RULES)
            assert due >= first
            assert not any(is_open(first + timedelta(days=step), RULES) for step in range((due - first).days))
