"""The address book."""

from pathlib import Path

from cardfile.contact import CardError
from cardfile.merge import merge_duplicates
from cardfile.reader import read_cards
from cardfile.writer import write_cards


class AddressBook:
    """Contacts, in the order of their names."""

    def __init__(self, contacts=None):
        self._contacts = [] if contacts is None else list(contacts)

    def __iter__(self):
        return iter(sorted(self._contacts, key=lambda contact: contact.name.casefold()))

    def __len__(self):
        return len(self._contacts)

    def add(self, contact):
        self._contacts.append(contact)

    def remove(self, contact):
        """Take a contact out. Raises CardError when it is not there."""
        if contact not in self._contacts:
            raise CardError(f"{contact.name} is not in the book")
        self._contacts.remove(contact)

    def tidy(self):
        """Make one contact out of several for the same person, and return how many there are fewer."""
        before = len(self)
        self._contacts = merge_duplicates(self._contacts)
        return before - len(self)


def open_book(path):
    """The address book in a file."""
    book = AddressBook()
    for contact in read_cards(Path(path).read_text(encoding="utf-8")):
        book.add(contact)
    return book


def save_book(book, path):
    """Write an address book to a file."""
    Path(path).write_text(write_cards(book), encoding="utf-8")
