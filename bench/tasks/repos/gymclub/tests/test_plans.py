import pytest

from gymclub import find_plan


def test_find_plan():
    assert find_plan("plus").price == 3790
    assert find_plan("basic").visits == 8


def test_find_plan_that_does_not_exist():
    with pytest.raises(ValueError, match="'gold'"):
        find_plan("gold")
