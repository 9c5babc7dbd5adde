from datetime import date

import pytest

from plantdiary.diary import Diary
from plantdiary.plants import Plant


@pytest.fixture
def diary():
    diary = Diary(
        [
            Plant("Rose", "balcony", 3, 8),
            Plant("Mint", "balcony", 2, 4),
            Plant("Orchid", "living room", 10, 10),
            Plant("Yucca", "room", 12, 20),
            Plant("Lily", "balcony", 5, 5),
        ]
    )
    for name, day in (("Rose", 1), ("Mint", 1), ("Orchid", 2), ("Lily", 3)):
        diary.water(name, date(2025, 8, day), 90)
    return diary


def test_a_room(diary):
    assert diary.due(date(2025, 8, 8), room="balcony") == ["Mint", "Rose", "Lily"]
    assert diary.due(date(2025, 8, 3), room="balcony") == ["Mint"]
    assert diary.due(date(2025, 8, 2), room="balcony") == []
    assert diary.due(date(2025, 8, 12), room="living room") == ["Orchid"]
    assert diary.due(date(2025, 8, 12), room="room") == ["Yucca"]
    assert diary.due(date(2025, 8, 12), room="cellar") == []


def test_all_rooms(diary):
    everything = ["Yucca", "Mint", "Rose", "Lily", "Orchid"]
    assert diary.due(date(2025, 8, 12)) == everything
    assert diary.due(date(2025, 8, 12), room=None) == everything
    assert diary.due(date(2025, 8, 3)) == ["Yucca", "Mint"]
