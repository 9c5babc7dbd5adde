from datetime import date

import pytest

from gymclub import join


def test_check_in():
    member = join("Rosa", "basic", date(2025, 3, 10))
    with pytest.raises(ValueError, match="no member yet"):
        member.check_in(date(2025, 3, 9))
    for day in range(10, 18):
        member.check_in(date(2025, 3, day))
    with pytest.raises(ValueError, match="no visits left"):
        member.check_in(date(2025, 3, 18))
    member.check_in(date(2025, 4, 1))
    assert member.count_visits(2025, 3) == 8
    assert member.count_visits(2025, 4) == 1


def test_visits_left():
    member = join("Rosa", "basic", date(2025, 3, 10))
    assert member.visits_left(2025, 3) == 8
    member.check_in(date(2025, 3, 12))
    member.check_in(date(2025, 3, 30))
    assert member.visits_left(2025, 3) == 6
    assert member.visits_left(2025, 4) == 8


def test_visits_left_without_limit():
    assert join("Ken", "plus", date(2025, 3, 10)).visits_left(2025, 3) is None
