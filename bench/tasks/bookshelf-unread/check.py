from catalogue import Book, Catalogue

CATALOGUE = Catalogue(
    [
        Book("Emma", "Jane Austen", 1815, read=True),
        Book("Persuasion", "Jane Austen", 1817),
        Book("The Austen Years", "Rachel Cohen", 2020),
        Book("NW", "Zadie Smith", 2012, read=True),
    ]
)


def find(*arguments, **options):
    return [book.title for book in CATALOGUE.find(*arguments, **options)]


def test_unread_only():
    assert find("austen", unread_only=True) == ["Persuasion", "The Austen Years"]
    assert find("Jane", unread_only=True) == ["Persuasion"]
    assert find("years", unread_only=True) == ["The Austen Years"]
    assert find("Zadie", unread_only=True) == []
    assert find("Tolstoy", unread_only=True) == []
    assert find("austen", True) == ["Persuasion", "The Austen Years"]


def test_all():
    for options in ({}, {"unread_only": False}):
        assert find("austen", **options) == ["Emma", "Persuasion", "The Austen Years"]
        assert find("nw", **options) == ["NW"]
        assert find("Tolstoy", **options) == []


def test_read_in_the_meantime():
    catalogue = Catalogue([Book("Dubliners", "James Joyce", 1914), Book("Ulysses", "James Joyce", 1922)])
    catalogue.get("Ulysses").read = True
    assert [book.title for book in catalogue.find("joyce", unread_only=True)] == ["Dubliners"]
    assert len(catalogue.books) == 2
