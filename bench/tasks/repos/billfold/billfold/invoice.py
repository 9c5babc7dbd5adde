"""Invoices and their lines."""

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import attrgetter

from billfold.money import parse_amount, percent
from billfold.terms import days_late, due_date


@dataclass(frozen=True)
class Line:
    text: str
    quantity: int
    price: int
    rate: int

    @property
    def net(self):
        return self.quantity * self.price


@dataclass
class Invoice:
    number: str
    customer: str
    date: date
    terms: str = "30"
    lines: list[Line] = field(default_factory=list)
    paid: list[int] = field(default_factory=list)

    @property
    def net(self):
        """The sum of the lines, without VAT."""
        return sum(line.net for line in self.lines)

    @property
    def vat(self):
        """The VAT for each rate."""
        lines = sorted(self.lines, key=attrgetter("rate"))
        groups = groupby(lines, key=attrgetter("rate"))
        return {rate: percent(sum(line.net for line in group), rate) for rate, group in groups}

    @property
    def total(self):
        return self.net + sum(self.vat.values())

    @property
    def unpaid(self):
        """What is still to be paid; below zero, it is owed to the customer."""
        return self.total - sum(self.paid)

    @property
    def due(self):
        return due_date(self.date, self.terms)

    def days_late(self, today):
        return days_late(self.date, self.terms, today) if self.unpaid > 0 else 0


def from_json(data):
    return Invoice(
        data["number"],
        data["customer"],
        date.fromisoformat(data["date"]),
        data.get("terms", "30"),
        [Line(text, quantity, parse_amount(price), rate) for text, quantity, price, rate in data["lines"]],
        [parse_amount(amount) for amount in data.get("paid", [])],
    )
