from pathlib import Path

import pytest

from bellplan import Lesson, NobodyFree, load_lessons, plan_cover
from bellplan.__main__ import main

FILE = Path(__file__).parents[1] / "data" / "lessons.csv"


def test_least_to_do():
    plan = plan_cover(load_lessons(FILE), "Diaz", "Tue", "A")
    assert [(lesson.period, teacher) for lesson, teacher in plan] == [(1, "Holt")]


def test_cover_is_shared():
    plan = plan_cover(load_lessons(FILE), "Ng", "Mon", "A")
    assert [teacher for _, teacher in plan] == ["Diaz", "Holt"]


def test_nobody():
    with pytest.raises(NobodyFree, match="Mon 1"):
        plan_cover([Lesson("Mon", 1, "7a", "Maths", "Ng", "R1")], "Ng", "Mon", "A")


def test_command(capsys):
    assert main(["cover", str(FILE), "Diaz", "Tue", "B"]) == 0
    assert capsys.readouterr().out == "1: 7a Biology in Lab, Moreau\n"
