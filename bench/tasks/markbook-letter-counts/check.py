import pytest
from support import WORKSPACE

from markbook import LETTERS, Book, Test, load_book, mean_percent, report
from markbook.stats import letter_counts

CLASS = load_book(WORKSPACE / "data" / "class7b.csv")
NOBODY = {"A": 0, "B": 0, "C": 0, "D": 0, "F": 0}


def quiz(*points, out_of=200):
    tests = [Test("Poem", 10), Test("Quiz", out_of, 3)]
    return Book(tests, {f"P{number}": {"Poem": 10, "Quiz": value} for number, value in enumerate(points)})


@pytest.mark.parametrize(
    ("name", "counts"),
    [("Dictation", (2, 0, 1, 0, 1)), ("Essay", (1, 2, 0, 2, 0)), ("Poem", (2, 1, 1, 0, 0))],
)
def test_class(name, counts):
    assert letter_counts(CLASS, name) == dict(zip("ABCDF", counts))


@pytest.mark.parametrize(
    ("points", "counts"),
    [
        ((), {}), ((None, None), {}), ((0,), {"F": 1}), ((0, None, 0), {"F": 2}), ((200, 180, 179, 178), {"A": 3, "B": 1}),
        ((150, 149, 148), {"B": 2, "C": 1}), ((120, 119, 118.5), {"C": 2, "D": 1}), ((90, 89, 88.5, 1), {"D": 2, "F": 2}),
        ((200, 150, 120, 90, 0, None), dict.fromkeys("ABCDF", 1)),
    ],
)  # fmt: skip
def test_quiz(points, counts):
    book = quiz(*points)
    assert letter_counts(book, "Quiz") == NOBODY | counts
    assert letter_counts(book, "Poem") == NOBODY | {"A": len(points)}


def test_by_percent_and_not_by_points():
    assert letter_counts(quiz(9, 8, 6, 5, 4, out_of=10), "Quiz") == dict.fromkeys("ABCDF", 1)
    assert letter_counts(quiz(90, 75, 60, out_of=1000), "Quiz") == NOBODY | {"F": 3}


def test_unknown():
    with pytest.raises(KeyError):
        letter_counts(CLASS, "Algebra")


def test_each_call_counts_anew():
    first = letter_counts(CLASS, "Essay")
    assert letter_counts(CLASS, "Essay") == first
    first["A"] = 99
    assert letter_counts(CLASS, "Essay")["A"] == 1
    assert LETTERS == {"A": 90, "B": 75, "C": 60, "D": 45, "F": 0}
    assert CLASS.pupils == load_book(WORKSPACE / "data" / "class7b.csv").pupils


def test_others():
    assert mean_percent(CLASS, "Poem") == pytest.approx(82.5)
    assert mean_percent(quiz(None), "Quiz") is None
    assert report(CLASS)[7] == "Essay       71"
