from pathlib import Path

import pytest

from markbook import Book, Test, load_book, overall, percent, ranking

CLASS = Path(__file__).parents[1] / "data" / "class7b.csv"


def small(**pupils):
    tests = [Test("Dictation", 20), Test("Essay", 40, 2)]
    return Book(tests, {name: dict(zip(["Dictation", "Essay"], points)) for name, points in pupils.items()})


def test_percent():
    assert percent(Test("Poem", 10), 8) == 80


def test_overall():
    book = load_book(CLASS)
    assert overall(book, "Ida") == pytest.approx((95 + 2 * 75 + 80) / 4)
    assert overall(book, "Jonas") == pytest.approx((60 + 2 * 55) / 3)


def test_never_there():
    assert overall(small(Ida=(None, None)), "Ida") is None


def test_no_points():
    assert overall(small(Tom=(0, 40)), "Tom") == pytest.approx(200 / 3)
    assert overall(small(Tom=(20, 0)), "Tom") == pytest.approx(100 / 3)
    assert overall(small(Tom=(0, 0)), "Tom") == 0


def test_ranking():
    assert [pupil for _, pupil in ranking(load_book(CLASS))] == ["Mei", "Sara", "Ida", "Jonas", "Rafael"]
    book = small(Zoe=(10, 20), Ben=(10, 20), Ida=(20, 40), Lea=(5, 10), Tim=(None, None))
    assert ranking(book) == [(1, "Ida"), (2, "Ben"), (2, "Zoe"), (4, "Lea")]
