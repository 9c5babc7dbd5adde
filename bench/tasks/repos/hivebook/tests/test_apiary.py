from datetime import date

import pytest

from hivebook.apiary import Apiary
from hivebook.hives import Hive, Inspection


@pytest.fixture
def apiary():
    apiary = Apiary()
    for name in ("Linde", "Ahorn", "Weide"):
        apiary.add(Hive(name, 2022, 2024))
    apiary.hive("Linde").inspect(Inspection(date(2025, 6, 20), mites=6))
    apiary.hive("Ahorn").inspect(Inspection(date(2025, 6, 10), mites=18, board_days=2))
    return apiary


def test_due(apiary):
    assert [hive.name for hive in apiary.due(date(2025, 6, 30))] == ["Weide", "Ahorn", "Linde"]
    assert [hive.name for hive in apiary.due(date(2025, 6, 29))] == ["Weide", "Ahorn"]


def test_to_treat(apiary):
    assert [hive.name for hive in apiary.to_treat()] == ["Ahorn", "Linde"]


def test_harvest(apiary):
    apiary.harvest(date(2025, 6, 8), "Linde", 12.5, 17)
    assert [each.kg for each in apiary.harvests] == [12.5]
    with pytest.raises(ValueError, match="more than 0"):
        apiary.harvest(date(2025, 6, 8), "Linde", 0, 17)
    with pytest.raises(ValueError, match="no hive Eiche"):
        apiary.harvest(date(2025, 6, 8), "Eiche", 5, 17)


def test_two_of_a_name(apiary):
    with pytest.raises(ValueError, match="a hive Linde already"):
        apiary.add(Hive("Linde", 2025, 2025))
