from datetime import date

import pytest

from plantdiary.plants import Plant, parse_plant, read_plants


def test_parse():
    assert parse_plant("Ivy, living room, 5, 9\n") == Plant("Ivy", "living room", 5, 9)


def test_winter_days_are_left_out():
    assert parse_plant("Palm, hall, 6") == Plant("Palm", "hall", 6, 12)
    assert parse_plant("Agave, hall, 30").winter_days == 35


def test_no_plant():
    with pytest.raises(ValueError, match="no plant: 'Ivy, hall'"):
        parse_plant("Ivy, hall")


def test_interval():
    ivy = Plant("Ivy", "living room", 5, 9)
    assert ivy.interval(date(2025, 10, 31)) == 5
    assert ivy.interval(date(2025, 11, 1)) == 9


def test_read(tmp_path):
    file = tmp_path / "plants.txt"
    file.write_text("Ivy, hall, 5, 9\n\nPalm, hall, 6\n")
    assert [plant.name for plant in read_plants(file)] == ["Ivy", "Palm"]
