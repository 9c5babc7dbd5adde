from datetime import datetime
from pathlib import Path

import pytest

from parkhouse import Full, Garage, open_garage


def at(hour, minute=0):
    return datetime(2025, 6, 2, hour, minute)


def test_levels_are_filled_in_order():
    garage = Garage({"P1": 1, "P2": 1})
    assert garage.enter("KA1", at(8)).level == "P1"
    assert garage.enter("KA2", at(8)).level == "P2"
    with pytest.raises(Full):
        garage.enter("KA3", at(8))
    assert (garage.free("P1"), garage.free("P2")) == (0, 0)


def test_a_space_is_free_again():
    garage = Garage({"P1": 1})
    garage.enter("KA1", at(8))
    assert garage.leave("KA1", at(9, 30)) == 430
    assert garage.free("P1") == 1
    assert garage.enter("KA2", at(10)).level == "P1"


def test_income():
    garage = Garage({"P1": 3})
    garage.enter("KA1", at(8))
    garage.enter("KA2", at(8))
    garage.leave("KA1", at(8, 15))
    garage.leave("KA2", at(9))
    assert garage.income == 250


def test_refused():
    garage = Garage({"P1": 3})
    garage.enter("K-A 1", at(8))
    with pytest.raises(ValueError, match="KA1 is inside already"):
        garage.enter("KA1", at(9))
    with pytest.raises(ValueError, match="KA2 is not inside"):
        garage.leave("KA2", at(9))


def test_the_file():
    garage = open_garage(Path(__file__).parent.parent / "garage.json")
    assert all(garage.free(level) > 0 for level in garage.levels)


def test_a_level_without_spaces(tmp_path):
    file = tmp_path / "garage.json"
    file.write_text('{"levels": [{"name": "P1", "spaces": 0}]}')
    with pytest.raises(ValueError, match="P1 has no spaces"):
        open_garage(file)
