from datetime import date

import pytest

from foodbank.visits import TooSoon, Visits


@pytest.fixture
def visits():
    visits = Visits()
    visits.record("Meier", date(2025, 3, 7))
    visits.record("Meier", date(2025, 2, 28))
    return visits


def test_last(visits):
    assert visits.last("Meier") == date(2025, 3, 7)
    assert visits.last("Okoye") is None


def test_a_week_later(visits):
    visits.check("Meier", date(2025, 3, 14))
    with pytest.raises(TooSoon, match="Meier may come again on 2025-03-14"):
        visits.check("Meier", date(2025, 3, 13))


def test_next_day(visits):
    assert visits.next_day("Okoye", date(2025, 3, 8)) == date(2025, 3, 8)
    assert visits.next_day("Meier", date(2025, 3, 8)) == date(2025, 3, 14)
