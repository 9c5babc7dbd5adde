from datetime import date, time
from pathlib import Path

import pytest

from pillbox import find, load_medicines, parse_times

MEDICINES = load_medicines(Path(__file__).parents[1] / "data" / "medicines.csv")


def test_load():
    assert [medicine.name for medicine in MEDICINES] == ["Metformin", "Ibuprofen", "Methimazole", "Vitamin D"]
    vitamin = MEDICINES[3]
    assert (vitamin.start, vitamin.until, vitamin.every) == (date(2024, 4, 1), date(2024, 9, 30), 7)
    assert MEDICINES[1].as_needed


def test_times():
    assert parse_times("20:00 8:00") == (time(8), time(20))
    assert parse_times("") == ()
    with pytest.raises(ValueError, match="not a time of day"):
        parse_times("8:00 25:00")


def test_find():
    assert find(MEDICINES, "vitamin d") is MEDICINES[3]
    with pytest.raises(ValueError, match="no such medicine: Aspirin"):
        find(MEDICINES, "Aspirin")
