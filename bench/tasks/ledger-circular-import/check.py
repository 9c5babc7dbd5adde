from datetime import date

import pytest

from support import run_python

from pocketledger import Book, Entry


def test_both_modules_can_be_imported_first():
    for module in ("pocketledger", "pocketledger.entries", "pocketledger.book"):
        assert run_python("-c", f"import {module}").returncode == 0


def test_as_book_and_add_still_work():
    entry = Entry(date(2024, 1, 1), "a", 7)
    book = entry.as_book()
    assert isinstance(book, Book)
    assert book.entries == [entry]
    with pytest.raises(TypeError):
        book.add("no entry")
