from datetime import date

import pytest

from splitpot import Expense, split


def test_equal_parts():
    assert split(900, {"Ana": 1, "Ben": 1, "Cleo": 1}) == {"Ana": 300, "Ben": 300, "Cleo": 300}


def test_shares():
    assert split(900, {"Ana": 2, "Ben": 1}) == {"Ana": 600, "Ben": 300}


def test_left_over_cents():
    assert split(1000, {"Ana": 1, "Ben": 1, "Cleo": 1}) == {"Ana": 334, "Ben": 333, "Cleo": 333}
    assert sum(split(1001, {"Ana": 1, "Ben": 1, "Cleo": 1}).values()) == 1001


def test_refused():
    with pytest.raises(ValueError, match="above zero"):
        Expense(date(2025, 6, 1), "nothing", "Ana", 0, {"Ana": 1})
    with pytest.raises(ValueError, match="at least 1"):
        Expense(date(2025, 6, 1), "cake", "Ana", 100, {"Ana": 1, "Ben": 0})
