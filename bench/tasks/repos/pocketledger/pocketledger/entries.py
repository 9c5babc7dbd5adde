"""One line of the ledger."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Entry:
    day: date
    payee: str
    cents: int
    category: str = "other"

    @property
    def month(self):
        """The month as YYYY-MM."""
        return f"{self.day.year}-{self.day.month:02d}"

    @property
    def is_income(self):
        return self.cents > 0
