from datetime import date

import pytest

from plantdiary.diary import Diary
from plantdiary.plants import Plant


def may(day):
    return date(2025, 5, day)


@pytest.fixture
def diary():
    diary = Diary([Plant("Ivy", "hall", 5, 9), Plant("Palm", "hall", 7, 14), Plant("Basil", "kitchen", 2, 3)])
    diary.water("Ivy", may(1), 150)
    diary.water("Palm", may(2), 400)
    diary.water("Ivy", may(6), 200)
    return diary


def test_refused(diary):
    with pytest.raises(ValueError, match="no plant 'Rose'"):
        diary.water("Rose", may(1), 100)
    with pytest.raises(ValueError, match="no water"):
        diary.water("Ivy", may(7), 0)


def test_total(diary):
    assert diary.total("Ivy", may(1), may(6)) == 350
    assert diary.total("Ivy", may(2), may(6)) == 200


def test_last_and_next(diary):
    assert diary.last_watered("Ivy") == may(6)
    assert diary.next_due("Ivy") == may(11)
    assert diary.last_watered("Basil") is None
    assert diary.next_due("Basil") is None


def test_due(diary):
    assert diary.due(may(8)) == ["Basil"]
    assert diary.due(may(11)) == ["Basil", "Palm", "Ivy"]


def test_due_in_a_room(diary):
    assert diary.due(may(11), room="hall") == ["Palm", "Ivy"]
    assert diary.due(may(11), room="kitchen") == ["Basil"]
    assert diary.due(may(8), room="hall") == []


def test_status(diary):
    assert diary.status("Palm", may(5)) == "in 4 days"
    assert diary.status("Palm", may(8)) == "tomorrow"
    assert diary.status("Palm", may(9)) == "due today"
    assert diary.status("Palm", may(12)) == "3 days late"


def test_status_one_day_late(diary):
    assert diary.status("Palm", may(10)) == "1 day late"


def test_status_of_a_new_plant(diary):
    assert diary.status("Basil", may(5)) == "never watered"
