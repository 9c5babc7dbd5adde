"""All invoices together."""

import json
from pathlib import Path

from billfold.invoice import from_json


class Book:
    def __init__(self, invoices=()):
        self.invoices = list(invoices)

    def find(self, number):
        for invoice in self.invoices:
            if invoice.number == number:
                return invoice
        raise KeyError(f"no invoice {number}")

    def next_number(self, year):
        """The number for the next invoice of a year."""
        years = [invoice.number.split("-") for invoice in self.invoices]
        last = max((int(count) for start, count in years if int(start) == year), default=0)
        return f"{year}-{last + 1:03}"

    def unpaid(self, today):
        """The invoices up to a day on which something is open, the one that is due first in front."""
        found = [invoice for invoice in self.invoices if invoice.unpaid and invoice.date <= today]
        return sorted(found, key=lambda invoice: (invoice.due, invoice.number))


def load_book(path):
    return Book(from_json(entry) for entry in json.loads(Path(path).read_text(encoding="utf-8")))
