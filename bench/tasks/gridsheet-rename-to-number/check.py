import pytest

import gridsheet.functions
from gridsheet import CellError, Sheet
from support import WORKSPACE, own_tests_pass


def test_the_new_name():
    assert gridsheet.functions.as_number("2.5") == 2.5
    assert gridsheet.functions.as_number(None) == 0
    with pytest.raises(CellError):
        gridsheet.functions.as_number("x")


def test_the_old_name_is_gone():
    for path in WORKSPACE.rglob("*.py"):
        assert "to_number" not in path.read_text(), path


def test_formulas_still_work():
    sheet = Sheet()
    sheet["A1"] = '=ROUND(ABS(-2.6) + "1", 0) * -1'
    assert sheet["A1"] == -4
    assert own_tests_pass("tests")
