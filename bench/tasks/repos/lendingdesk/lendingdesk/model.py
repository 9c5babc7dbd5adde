"""Items, members and loans."""

from dataclasses import dataclass, field
from datetime import date


@dataclass
class Item:
    """`reserved_by` are the codes of members, the one who came first in front."""

    code: str
    title: str
    kind: str = "book"
    reserved_by: list = field(default_factory=list)


@dataclass
class Member:
    code: str
    name: str
    fines: int = 0


@dataclass
class Loan:
    item: str
    member: str
    due: date
    renewals: int = 0

    def days_late(self, today):
        """0 up to the day on which it is due."""
        return max(0, (today - self.due).days)
