from datetime import date
from itertools import permutations

from plantdiary.diary import Diary
from plantdiary.plants import Plant

PLANTS = [Plant("Fern", "bathroom", 4, 6), Plant("Rose", "balcony", 3, 8)]


def test_any_order():
    for days in permutations([date(2025, 6, 20), date(2025, 7, 3), date(2025, 6, 8), date(2024, 12, 30)]):
        diary = Diary(PLANTS)
        for day in days:
            diary.water("Fern", day, 100)
        assert diary.last_watered("Fern") == date(2025, 7, 3)
        assert diary.next_due("Fern") == date(2025, 7, 7)
        assert diary.due(date(2025, 7, 6)) == ["Rose"]
        assert diary.status("Fern", date(2025, 7, 4)) == "in 3 days"
        assert diary.total("Fern", date(2025, 6, 1), date(2025, 7, 3)) == 300


def test_each_plant_for_itself():
    diary = Diary(PLANTS)
    diary.water("Rose", date(2025, 7, 5), 50)
    diary.water("Fern", date(2025, 7, 1), 50)
    diary.water("Rose", date(2025, 7, 2), 50)
    assert diary.last_watered("Fern") == date(2025, 7, 1)
    assert diary.last_watered("Rose") == date(2025, 7, 5)


def test_never():
    diary = Diary(PLANTS)
    diary.water("Rose", date(2025, 7, 5), 50)
    assert diary.last_watered("Fern") is None
    assert diary.next_due("Fern") is None
