import pytest

from catalogue import Book, Catalogue
from listing import list_books


@pytest.fixture
def catalogue():
    return Catalogue(
        [
            Book("The Hobbit", "J. R. R. Tolkien", 1937, read=True),
            Book("Dune", "Frank Herbert", 1965),
            Book("The Silmarillion", "J. R. R. Tolkien", 1977),
        ]
    )


def titles(books):
    return [book.title for book in books]


def test_add(catalogue):
    catalogue.add(Book("Emma", "Jane Austen", 1815, isbn="978-0-306-40615-7"))
    assert catalogue.get("Emma").author == "Jane Austen"
    with pytest.raises(ValueError, match="no ISBN"):
        catalogue.add(Book("Persuasion", "Jane Austen", 1817, isbn="123"))


def test_find(catalogue):
    assert titles(catalogue.find("Hobbit")) == ["The Hobbit"]
    assert titles(catalogue.find("Tolkien")) == ["The Hobbit", "The Silmarillion"]
    assert catalogue.find("Asimov") == []


def test_find_unread(catalogue):
    assert titles(catalogue.find("Tolkien", unread_only=True)) == ["The Silmarillion"]
    assert titles(catalogue.find("Tolkien", unread_only=False)) == ["The Hobbit", "The Silmarillion"]


def test_lend(catalogue):
    catalogue.lend("Dune", "Maria")
    with pytest.raises(ValueError, match="Maria has Dune"):
        catalogue.lend("Dune", "Paul")


def test_give_back(catalogue):
    catalogue.lend("Dune", "Maria")
    assert catalogue.give_back("Dune") == "Maria"
    catalogue.lend("Dune", "Paul")
    assert catalogue.get("Dune").lent_to == "Paul"


def test_give_back_what_is_not_lent(catalogue):
    with pytest.raises(ValueError, match="not lent"):
        catalogue.give_back("Dune")


def test_list(catalogue):
    catalogue.lend("Dune", "Maria")
    assert list_books(catalogue.books) == [
        "Dune - Frank Herbert, 1965 (lent to Maria)",
        "The Hobbit - J. R. R. Tolkien, 1937",
        "The Silmarillion - J. R. R. Tolkien, 1977",
    ]


def test_list_without_articles(catalogue):
    catalogue.add(Book("Kim", "Rudyard Kipling", 1901))
    assert titles(catalogue.books)[-1] == "Kim"
    assert [line.split(" - ")[0] for line in list_books(catalogue.books)] == ["Dune", "The Hobbit", "Kim", "The Silmarillion"]
