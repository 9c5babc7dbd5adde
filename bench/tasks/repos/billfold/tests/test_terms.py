from datetime import date

import pytest

from billfold import days_late, due_date


def test_due():
    assert due_date(date(2024, 1, 31), "30") == date(2024, 3, 1)
    assert due_date(date(2024, 5, 28), "0") == date(2024, 5, 28)


def test_end_of_month():
    assert due_date(date(2024, 3, 10), "30 eom") == date(2024, 4, 30)
    assert due_date(date(2024, 1, 20), "14 eom") == date(2024, 2, 29)


@pytest.mark.parametrize("terms", ["", "soon", "-3", "30 days"])
def test_not_terms(terms):
    with pytest.raises(ValueError, match="not terms"):
        due_date(date(2024, 1, 31), terms)


def test_late():
    assert days_late(date(2024, 5, 1), "30", date(2024, 5, 20)) == 0
    assert days_late(date(2024, 5, 1), "30", date(2024, 6, 7)) == 7
