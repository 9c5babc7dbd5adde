from pathlib import Path

from bellplan import Lesson, clashes, load_lessons
from bellplan.__main__ import main

FILE = Path(__file__).parents[1] / "data" / "lessons.csv"


def test_no_clashes():
    assert clashes(load_lessons(FILE)) == []
    assert main(["check", str(FILE)]) == 0


def test_room():
    found = clashes([Lesson("Mon", 1, "7a", "Maths", "Ng", "R1"), Lesson("Mon", 1, "8b", "Art", "Holt", "R1")])
    assert [str(clash) for clash in found] == ["Mon 1: room R1 has Maths and Art"]


def test_other_time():
    assert not clashes([Lesson("Mon", 1, "7a", "Maths", "Ng", "R1"), Lesson("Mon", 2, "7a", "Maths", "Ng", "R1")])


def test_alternating_weeks():
    art, music = Lesson("Mon", 3, "7a", "Art", "Holt", "R4", "A"), Lesson("Mon", 3, "7a", "Music", "Diaz", "R4", "B")
    assert not clashes([art, music])


def test_weekly_lesson_against_week_a():
    maths, art = Lesson("Mon", 3, "7a", "Maths", "Ng", "R1"), Lesson("Mon", 3, "7a", "Art", "Holt", "R4", "A")
    assert [clash.over for clash in clashes([maths, art])] == ["form"]
