"""An address book in vCard files."""

from cardfile.book import AddressBook
from cardfile.contact import CardError, Contact
from cardfile.merge import merge, merge_duplicates
from cardfile.reader import read_cards
from cardfile.search import in_category, lookup
from cardfile.writer import write_cards

__all__ = [
    "AddressBook",
    "CardError",
    "Contact",
    "in_category",
    "lookup",
    "merge",
    "merge_duplicates",
    "read_cards",
    "write_cards",
]
