"""Keeps the invoices of a small workshop."""

from billfold.book import Book, load_book
from billfold.invoice import Invoice, Line
from billfold.money import format_amount, parse_amount, percent
from billfold.reminders import reminder
from billfold.terms import days_late, due_date

__all__ = [
    "Book",
    "Invoice",
    "Line",
    "days_late",
    "due_date",
    "format_amount",
    "load_book",
    "parse_amount",
    "percent",
    "reminder",
]
