"""A household ledger."""

from pocketledger.book import Book
from pocketledger.entries import Entry
from pocketledger.money import format_cents, parse_cents

__all__ = ["Book", "Entry", "format_cents", "parse_cents"]
