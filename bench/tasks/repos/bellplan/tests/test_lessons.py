from pathlib import Path

import pytest

from bellplan import Lesson, grid, load_lessons, on_day, teachers
from bellplan.lessons import gaps

LESSONS = load_lessons(Path(__file__).parents[1] / "data" / "lessons.csv")


def test_load():
    assert LESSONS[0] == Lesson("Mon", 1, "7a", "Maths", "Ng", "R1")
    assert teachers(LESSONS) == ["Diaz", "Holt", "Moreau", "Ng"]


def test_refused(tmp_path):
    (tmp_path / "x.csv").write_text("day,period,week,form,subject,teacher,room\nMon,1,C,7a,Maths,Ng,R1\n")
    with pytest.raises(ValueError, match="not a week: 'C'"):
        load_lessons(tmp_path / "x.csv")


def test_on_day():
    assert [lesson.subject for lesson in on_day(LESSONS, "Tue", "A")] == ["Biology", "Maths", "Maths"]
    assert [lesson.subject for lesson in on_day(LESSONS, "Tue", "B")] == ["Biology", "Maths", "Art"]


def test_grid():
    assert grid(LESSONS, "7a", "B").splitlines() == [
        "   Mon     Tue      Wed  Thu  Fri",
        "1  Maths   Biology  -    -    -",
        "2  French  -        -    -    -",
        "3  Music   -        -    -    -",
        "4  -       Maths    -    -    -",
    ]


def test_gaps():
    day = [Lesson("Fri", period, "7a", "Maths", "Ng", "R1") for period in (5, 2, 3)]
    assert gaps(day, "Ng", "Fri", "A") == [4]
    assert gaps(day, "Holt", "Fri", "A") == []
