"""The rules of the library, from a JSON file."""

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class FineRules:
    cents_per_day: int = 20
    grace_days: int = 0
    limit_cents: int = 1000


@dataclass(frozen=True)
class Rules:
    loan_days: dict = field(default_factory=lambda: {"default": 28})
    max_loans: int = 5
    max_renewals: int = 2
    closed_weekdays: tuple = (6,)
    holidays: frozenset = frozenset()
    fine: FineRules = FineRules()
    blocked_from_cents: int = 1000

    def days_for(self, kind):
        """For how many days an item of this kind is lent."""
        return self.loan_days.get(kind, self.loan_days["default"])


def load_rules(path):
    """The rules in a file; what it leaves out is as in Rules."""
    data = json.loads(Path(path).read_text(encoding="utf-8"))
    if "holidays" in data:
        data["holidays"] = frozenset(date.fromisoformat(day) for day in data["holidays"])
    if "closed_weekdays" in data:
        data["closed_weekdays"] = tuple(data["closed_weekdays"])
    if "fine" in data:
        data["fine"] = FineRules(**data["fine"])
    return Rules(**data)
