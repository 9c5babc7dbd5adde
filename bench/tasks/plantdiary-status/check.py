from datetime import date

import pytest

from plantdiary.diary import Diary
from plantdiary.plants import Plant


@pytest.fixture
def diary():
    return Diary([Plant("Rose", "balcony", 3, 8), Plant("Orchid", "bedroom", 10, 10)])


def test_never_watered(diary):
    diary.water("Rose", date(2024, 8, 30), 80)
    assert diary.status("Orchid", date(2024, 8, 30)) == "never watered"
    assert diary.status("Rose", date(2024, 8, 30)) == "in 3 days"


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2024, 12, 29), "in 10 days"),
        (date(2025, 1, 6), "in 2 days"),
        (date(2025, 1, 7), "tomorrow"),
        (date(2025, 1, 8), "due today"),
        (date(2025, 1, 9), "1 day late"),
        (date(2025, 1, 10), "2 days late"),
        (date(2025, 2, 8), "31 days late"),
    ],
)
def test_days(diary, day, status):
    diary.water("Orchid", date(2024, 12, 29), 120)
    assert diary.status("Orchid", day) == status


def test_winter(diary):
    diary.water("Rose", date(2024, 2, 28), 80)
    assert diary.status("Rose", date(2024, 3, 8)) == "1 day late"
