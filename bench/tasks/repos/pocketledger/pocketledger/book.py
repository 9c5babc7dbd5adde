"""A collection of entries and the sums over it."""

from collections import defaultdict


class Book:
    def __init__(self, entries=()):
        self.entries = sorted(entries, key=lambda entry: entry.day)

    def add(self, entry):
        self.entries.append(entry)
        self.entries.sort(key=lambda entry: entry.day)

    def in_month(self, month):
        """A book with the entries of one month, given as YYYY-MM."""
        return Book(entry for entry in self.entries if entry.month == month)

    def total(self):
        """Income minus expenses, in cents."""
        return sum(entry.cents for entry in self.entries)

    def income(self):
        return sum(entry.cents for entry in self.entries if entry.is_income)

    def expenses(self):
        """What was spent, as a positive number of cents."""
        return -sum(entry.cents for entry in self.entries if not entry.is_income)

    def by_category(self):
        """Sums per category, the largest expense first."""
        sums = defaultdict(int)
        for entry in self.entries:
            sums[entry.category] += entry.cents
        return dict(sorted(sums.items(), key=lambda item: item[1]))

    def running_balance(self, start=0):
        """Pairs of an entry and the balance after it."""
        balance, pairs = start, []
        for entry in self.entries:
            balance += entry.cents
            pairs.append((entry, balance))
        return pairs
