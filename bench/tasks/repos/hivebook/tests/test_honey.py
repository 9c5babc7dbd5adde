from datetime import date

import pytest

from hivebook.honey import Harvest, by_hive, jars, keeps, mixed_water, total

DAY = date(2025, 6, 8)
HARVESTS = [Harvest(DAY, "Linde", 10, 17.0), Harvest(DAY, "Ahorn", 10, 18.0), Harvest(DAY, "Linde", 10, 16.0)]


def test_total():
    assert total(HARVESTS) == 30
    assert total([]) == 0


def test_by_hive():
    assert by_hive(HARVESTS) == {"Linde": 20, "Ahorn": 10}
    assert list(by_hive(reversed(HARVESTS))) == ["Linde", "Ahorn"]


def test_mixed_water():
    assert mixed_water(HARVESTS) == pytest.approx(17.0)
    with pytest.raises(ValueError, match="no honey"):
        mixed_water([])


def test_keeps():
    assert keeps(HARVESTS)
    assert keeps([Harvest(DAY, "Linde", 4, 18.0)])
    assert not keeps([Harvest(DAY, "Linde", 4, 18.1)])


def test_jars():
    assert jars(10.4) == 20
    assert jars(10.4, 250) == 41
    assert jars(0.3) == 0
