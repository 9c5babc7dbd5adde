import pytest

from catalogue import Book, Catalogue

CATALOGUE = Catalogue(
    [
        Book("Emma", "Jane Austen", 1815, read=True),
        Book("NW", "Zadie Smith", 2012),
        Book("The Austen Years", "Rachel Cohen", 2020),
    ]
)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("emma", ["Emma"]),
        ("EMMA", ["Emma"]),
        ("eMMa", ["Emma"]),
        ("Emma", ["Emma"]),
        ("nw", ["NW"]),
        ("zadie s", ["NW"]),
        ("SMITH", ["NW"]),
        ("austen", ["Emma", "The Austen Years"]),
        ("AUSTEN", ["Emma", "The Austen Years"]),
        ("the a", ["The Austen Years"]),
        ("tolstoy", []),
        ("emmas", []),
    ],
)
def test_find(text, titles):
    assert [book.title for book in CATALOGUE.find(text)] == titles


def test_unread():
    assert [book.title for book in CATALOGUE.find("aUSTEn", unread_only=True)] == ["The Austen Years"]


def test_the_books_stay_as_they_are():
    CATALOGUE.find("emma")
    assert (CATALOGUE.books[0].title, CATALOGUE.books[0].author) == ("Emma", "Jane Austen")
