import pytest
from support import WORKSPACE, run_python

from bellplan import Lesson, NobodyFree, load_lessons, plan_cover

FILE = WORKSPACE / "data" / "lessons.csv"


def absent(*periods, day="Wed"):
    return [Lesson(day, period, "7a", "Maths", "Ng", "R1") for period in periods]


def other(name, *periods, day="Wed", week=""):
    return [Lesson(day, period, "8b", "Art", name, "R4", week) for period in periods]


def names(lessons, day="Wed", week="A"):
    return [teacher for _, teacher in plan_cover(lessons, "Ng", day, week)]


@pytest.mark.parametrize(
    ("lessons", "expected"),
    [
        (absent(1, 2, 3, 4) + other("Holt", 1, day="Thu") + other("Diaz", 2, day="Fri"),
            ["Diaz", "Holt", "Diaz", "Holt"]),
        (absent(1, 2, 3) + other("Holt", 5) + other("Diaz", 5, 6), ["Holt", "Diaz", "Holt"]),
        (absent(1, 2, 3, 4) + other("Holt", 5) + other("Diaz", 5, 6, 7), ["Holt", "Holt", "Diaz", "Holt"]),
        (absent(1, 2, 3) + other("Abe", 7) + other("Bea", 8) + other("Cy", 9), ["Abe", "Bea", "Cy"]),
        (absent(3, 1, 2) + other("Diaz", 1) + other("Holt", 4, 5), ["Holt", "Diaz", "Diaz"]),
        (absent(1, 2) + other("Diaz", 2) + other("Holt", 3, 4, 5), ["Diaz", "Holt"]),
        (absent(1, 2) + other("Diaz", 5, week="B") + other("Holt", 3), ["Diaz", "Diaz"]),
        (absent(1, 2, 3) + other("Diaz", 9), ["Diaz", "Diaz", "Diaz"]),
        (other("Diaz", 1), []),
    ],
)  # fmt: skip
def test_shared(lessons, expected):
    assert names(lessons) == expected


def test_each_day_anew():
    lessons = load_lessons(FILE)
    before = list(lessons)
    first = plan_cover(lessons, "Ng", "Mon", "A")
    assert [(lesson.period, teacher) for lesson, teacher in first] == [(1, "Diaz"), (2, "Holt")]
    assert plan_cover(lessons, "Ng", "Mon", "A") == first
    assert lessons == before
    assert names(lessons, "Mon", "B") == ["Holt", "Holt"]
    assert names(lessons, "Tue", "A") == ["Holt", "Moreau"]


def test_nobody():
    with pytest.raises(NobodyFree, match="nobody is free on Wed 2"):
        names(absent(1, 2) + other("Diaz", 2))


def test_command():
    done = run_python("-m", "bellplan", "cover", str(FILE), "Ng", "Mon", "A")
    assert (done.returncode, done.stdout) == (0, "1: 7a Maths in R1, Diaz\n2: 8b Maths in R1, Holt\n")
