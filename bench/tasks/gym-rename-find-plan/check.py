from datetime import date

import pytest

import gymclub
from gymclub.plans import get_plan
from support import WORKSPACE, own_tests_pass


def test_the_new_name():
    assert gymclub.get_plan is get_plan
    assert "get_plan" in gymclub.__all__
    assert get_plan("complete").price == 4990
    with pytest.raises(ValueError):
        get_plan("gold")
    assert gymclub.join("Ida", "basic", date(2025, 1, 1)).plan == get_plan("basic")
    assert "get_plan" in (WORKSPACE / "README.md").read_text()


def test_the_old_name_is_gone():
    for path in WORKSPACE.rglob("*"):
        if path.suffix in (".py", ".md"):
            assert "find_plan" not in path.read_text(), path


def test_their_tests_pass():
    assert own_tests_pass("tests")
