import pytest

from catalogue import Book, Catalogue
from listing import list_books


def order(*titles):
    return [line.split(" - ")[0] for line in list_books([Book(title, "Somebody", 2000) for title in titles])]


def test_articles():
    titles = ("The Waves", "Ulysses", "An Artist of the Floating World", "A Room with a View", "Beloved")
    assert order(*titles) == [
        "An Artist of the Floating World",
        "Beloved",
        "A Room with a View",
        "Ulysses",
        "The Waves",
    ]


def test_words_that_only_begin_like_an_article():
    assert order("Theft", "Anna Karenina", "Atonement", "The Zoo", "Lolita") == [
        "Anna Karenina",
        "Atonement",
        "Lolita",
        "Theft",
        "The Zoo",
    ]


def test_articles_further_on():
    assert order("Into the Wild", "Into an Attic", "Into Midnight") == ["Into an Attic", "Into Midnight", "Into the Wild"]


def test_small_letters():
    assert order("the waves", "emma", "Dubliners") == ["Dubliners", "emma", "the waves"]


def test_given_back():
    catalogue = Catalogue([Book("Emma", "Jane Austen", 1815), Book("Persuasion", "Jane Austen", 1817)])
    catalogue.lend("Emma", "Ines")
    catalogue.lend("Persuasion", "Tom")
    assert catalogue.give_back("Emma") == "Ines"
    assert [book.lent_to for book in catalogue.books] == [None, "Tom"]
    with pytest.raises(ValueError):
        catalogue.give_back("Emma")
    assert list_books(catalogue.books) == ["Emma - Jane Austen, 1815", "Persuasion - Jane Austen, 1817 (lent to Tom)"]
    catalogue.lend("Emma", "Tom")
    assert catalogue.give_back("Emma") == "Tom"
