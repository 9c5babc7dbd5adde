from datetime import date

from pocketledger import Book, Entry
from pocketledger.report import render

BOOK = Book([Entry(date(2024, 1, 1), "a", -1234567, "rent"), Entry(date(2024, 1, 2), "b", 2000000, "salary")])


def test_the_report():
    lines = render(BOOK).splitlines()
    assert lines == [
        "rent" + "-12.345,67".rjust(26),
        "salary" + "20.000,00".rjust(24),
        "-" * 30,
        "income" + "20.000,00".rjust(24),
        "expenses" + "-12.345,67".rjust(22),
        "total" + "7.654,33".rjust(25),
    ]


def test_expenses_stay_positive_in_the_book():
    assert BOOK.expenses() == 1234567
