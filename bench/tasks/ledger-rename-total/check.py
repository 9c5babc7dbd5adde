from datetime import date

from support import WORKSPACE, own_tests_pass

from pocketledger import Book, Entry
from pocketledger.report import render

BOOK = Book([Entry(date(2024, 1, 1), "a", -150, "x"), Entry(date(2024, 1, 2), "b", 250, "y")])


def test_the_new_name():
    assert BOOK.net() == 100
    assert not hasattr(BOOK, "total")


def test_the_report_still_says_total():
    assert render(BOOK).splitlines()[-1].split() == ["total", "1,00"]


def test_nobody_uses_the_old_name():
    for path in WORKSPACE.rglob("*.py"):
        assert ".total(" not in path.read_text(), path


def test_their_tests_pass():
    assert own_tests_pass("tests")
    assert "book.net()" in (WORKSPACE / "tests" / "test_book.py").read_text()
