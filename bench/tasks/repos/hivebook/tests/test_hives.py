from datetime import date

import pytest

from hivebook.hives import Hive, Inspection


@pytest.fixture
def hive():
    hive = Hive("Linde", 2019, 2024)
    hive.inspect(Inspection(date(2025, 6, 20)))
    hive.inspect(Inspection(date(2025, 6, 2), queen_seen=True, mites=21, board_days=3))
    return hive


def test_inspections_are_in_order(hive):
    assert hive.last_inspection().day == date(2025, 6, 20)
    assert hive.queen_last_seen() == date(2025, 6, 2)


def test_nobody_has_looked_yet():
    hive = Hive("Weide", 2025, 2025)
    assert hive.last_inspection() is None
    assert hive.queen_last_seen() is None
    assert hive.mite_level() is None
    assert not hive.needs_treatment()


def test_the_newest_count(hive):
    assert hive.mite_level() == 7.0
    hive.inspect(Inspection(date(2025, 6, 28), mites=8, board_days=4))
    assert hive.mite_level() == 2.0


def test_treatment(hive):
    assert hive.needs_treatment()
    hive.inspect(Inspection(date(2025, 6, 28), mites=5))
    assert hive.needs_treatment()
    hive.inspect(Inspection(date(2025, 6, 30), mites=9, board_days=2))
    assert not hive.needs_treatment()


def test_colour(hive):
    assert hive.queen_colour == "green"
    assert Hive("x", 2025, 2025).queen_colour == "blue"


def test_board_days(hive):
    with pytest.raises(ValueError, match="at least 1"):
        hive.inspect(Inspection(date(2025, 6, 28), mites=5, board_days=0))
