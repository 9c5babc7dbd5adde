"""The books at home."""

from dataclasses import dataclass

from isbn import is_isbn


@dataclass
class Book:
    title: str
    author: str
    year: int
    isbn: str = ""  # empty for a book that has none
    read: bool = False
    lent_to: str | None = None  # who has borrowed it


class Catalogue:
    def __init__(self, books=()):
        self.books = []
        for book in books:
            self.add(book)

    def add(self, book):
        """Add a book. Raises ValueError when its ISBN is wrong."""
        if book.isbn and not is_isbn(book.isbn):
            raise ValueError(f"{book.title}: no ISBN: {book.isbn}")
        self.books.append(book)

    def get(self, title):
        """The book with that title. Raises KeyError when there is none."""
        for book in self.books:
            if book.title == title:
                return book
        raise KeyError(title)

    def find(self, text, unread_only=False):
        """The books with that text in their title or author's name, or only those of them that have not been read."""
        text = text.lower()
        found = [book for book in self.books if text in book.title.lower() or text in book.author.lower()]
        if unread_only:
            found = [book for book in found if not book.read]
        return found

    def lend(self, title, person):
        """Note who has borrowed the book. Raises ValueError when somebody has it already."""
        book = self.get(title)
        if book.lent_to is not None:
            raise ValueError(f"{book.lent_to} has {title}")
        book.lent_to = person

    def give_back(self, title):
        """Note that the book is back, and return who had it. Raises ValueError when it was not lent."""
        book = self.get(title)
        if book.lent_to is None:
            raise ValueError(f"{title} is not lent")
        person = book.lent_to
        book.lent_to = None
        return person
