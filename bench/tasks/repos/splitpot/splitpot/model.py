"""Expenses, payments, and the pot that they are in."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Expense:
    """What somebody paid for several people. `shares` says how many parts each of them bears."""

    day: date
    what: str
    payer: str
    amount: int
    shares: dict[str, int]

    def __post_init__(self):
        if self.amount <= 0:
            raise ValueError(f"{self.what}: the amount must be above zero")
        if not self.shares or min(self.shares.values()) < 1:
            raise ValueError(f"{self.what}: everybody needs a share of at least 1")

    def people(self):
        return {self.payer, *self.shares}


@dataclass(frozen=True)
class Payment:
    """Money that one person gave to another one."""

    day: date
    giver: str
    taker: str
    amount: int

    def people(self):
        return {self.giver, self.taker}


@dataclass
class Pot:
    people: list[str]
    expenses: list[Expense] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)

    def add(self, entry):
        """Put an expense or a payment in. Raises ValueError when somebody in it is not one of the people."""
        unknown = sorted(entry.people() - set(self.people))
        if unknown:
            raise ValueError(f"who is {unknown[0]}?")
        (self.payments if isinstance(entry, Payment) else self.expenses).append(entry)
