import random

import pytest
from support import WORKSPACE

from bellplan import Lesson, load_lessons, on_day, teachers
from bellplan.lessons import gaps


def taught(*periods, teacher="Ng", day="Fri", week=""):
    return [Lesson(day, period, "7a", "Maths", teacher, "R1", week) for period in periods]


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        ([], []), ([1], []), ([4], []), ([1, 2], []), ([2, 1], []), ([1, 3], [2]), ([3, 1], [2]), ([2, 6], [3, 4, 5]),
        ([1, 3, 5], [2, 4]), ([5, 1, 3], [2, 4]), ([1, 2, 3, 4], []), ([9, 12], [10, 11]), ([2, 2, 4], [3]),
    ],
)  # fmt: skip
def test_gaps(periods, expected):
    assert list(gaps(taught(*periods), "Ng", "Fri", "A")) == expected


def test_in_any_order():
    lessons = taught(1, 4, 5, 8)
    for seed in range(10):
        random.Random(seed).shuffle(lessons)
        before = list(lessons)
        assert list(gaps(lessons, "Ng", "Fri", "B")) == [2, 3, 6, 7]
        assert lessons == before


def test_others_do_not_count():
    lessons = taught(2, 5) + taught(1, 3, 7, teacher="Holt") + taught(4, 8, day="Mon")
    assert list(gaps(lessons, "Ng", "Fri", "A")) == [3, 4]
    assert list(gaps(lessons, "Holt", "Fri", "A")) == [2, 4, 5, 6]
    assert list(gaps(lessons, "Ng", "Mon", "A")) == [5, 6, 7]
    assert list(gaps(lessons, "Diaz", "Fri", "A")) == []
    assert list(gaps(lessons, "Ng", "Tue", "A")) == []


def test_weeks():
    lessons = taught(2, 4) + taught(3, week="A") + taught(6, week="B")
    assert list(gaps(lessons, "Ng", "Fri", "A")) == []
    assert list(gaps(lessons, "Ng", "Fri", "B")) == [3, 5]


def test_timetable():
    lessons = load_lessons(WORKSPACE / "data" / "lessons.csv")
    assert list(gaps(lessons, "Diaz", "Mon", "B")) == []
    assert list(gaps(lessons, "Ng", "Tue", "A")) == []
    assert teachers(lessons) == ["Diaz", "Holt", "Moreau", "Ng"]
    assert len(on_day(lessons, "Mon", "A")) == 6
