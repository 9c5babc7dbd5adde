from itertools import product

import pytest
from support import WORKSPACE, run_python

from bellplan import Lesson, clashes, load_lessons
from bellplan.clashes import same_time


def lesson(week, day="Mon", period=3, form="7a", teacher="Ng", room="R1", subject="Maths"):
    return Lesson(day, period, form, subject, teacher, room, week)


@pytest.mark.parametrize(("one", "other"), product(["", "A", "B"], repeat=2))
def test_weeks(one, other):
    together = {one, other} != {"A", "B"}
    assert bool(same_time(lesson(one), lesson(other))) is together
    assert [clash.over for clash in clashes([lesson(one), lesson(other)])] == (
        ["form", "teacher", "room"] if together else []
    )
    assert clashes([lesson(one), lesson(other, day="Tue")]) == []
    assert clashes([lesson(one), lesson(other, period=4)]) == []
    assert clashes([lesson(one), lesson(other, form="8b", teacher="Holt", room="R2")]) == []


@pytest.mark.parametrize(
    ("changed", "over"),
    [
        ({"form": "8b", "teacher": "Holt"}, "room"),
        ({"form": "8b", "room": "R2"}, "teacher"),
        ({"teacher": "Holt", "room": "R2"}, "form"),
    ],
)
@pytest.mark.parametrize("weeks", [("", "A"), ("A", ""), ("", "B"), ("B", "")])
def test_each_kind(changed, over, weeks):
    one, other = lesson(weeks[0]), lesson(weeks[1], subject="Art", **changed)
    (clash,) = clashes([one, other])
    assert (clash.first, clash.second, clash.over) == (one, other, over)


def test_several():
    weekly = lesson("", subject="Maths")
    art = lesson("A", teacher="Holt", room="R2", subject="Art")
    music = lesson("B", teacher="Diaz", room="R3", subject="Music")
    assert [str(clash) for clash in clashes([art, weekly, music])] == [
        "Mon 3: form 7a has Art and Maths",
        "Mon 3: form 7a has Maths and Music",
    ]


def test_command(tmp_path):
    data = WORKSPACE / "data" / "lessons.csv"
    assert clashes(load_lessons(data)) == []
    (tmp_path / "x.csv").write_text(data.read_text() + "Mon,3,,7a,Sport,Roy,Gym\n")
    done = run_python("-m", "bellplan", "check", str(tmp_path / "x.csv"))
    assert done.returncode == 1
    assert done.stdout == "Mon 3: form 7a has Art and Sport\nMon 3: form 7a has Music and Sport\n"
