from datetime import date

from pocketledger import Book, Entry

BOOK = Book([Entry(date(2024, 1, day), "x", day) for day in (1, 5, 9, 20)])


def days(book):
    assert isinstance(book, Book)
    return [entry.day.day for entry in book.entries]


def test_both_ends_are_included():
    assert days(BOOK.between(date(2024, 1, 5), date(2024, 1, 9))) == [5, 9]
    assert days(BOOK.between(date(2024, 1, 6), date(2024, 1, 8))) == []


def test_none_is_no_limit():
    assert days(BOOK.between(None, date(2024, 1, 5))) == [1, 5]
    assert days(BOOK.between(date(2024, 1, 9), None)) == [9, 20]
    assert days(BOOK.between(None, None)) == [1, 5, 9, 20]
    assert days(BOOK) == [1, 5, 9, 20]
