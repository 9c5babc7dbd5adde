"""Vaccinations and when they are due again."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vetbook.times import add_months


@dataclass(frozen=True)
class Vaccination:
    animal: str
    owner: str
    vaccine: str
    given: date
    months: int

    @property
    def due(self):
        """The day on which it is due again."""
        return add_months(self.given, self.months)


def read_vaccinations(path):
    """The vaccinations in a CSV file."""
    with Path(path).open(encoding="utf-8", newline="") as file:
        return [
            Vaccination(
                row["animal"], row["owner"], row["vaccine"], date.fromisoformat(row["given"]), int(row["months"])
            )
            for row in csv.DictReader(file)
        ]


def reminders(vaccinations, year, month):
    """The vaccinations that are due in a month, by day and animal. Of the vaccinations of an animal with the same
    vaccine, only the last one counts."""
    last = {}
    for entry in sorted(vaccinations, key=lambda entry: entry.given):
        last[entry.owner, entry.animal, entry.vaccine] = entry
    due = [entry for entry in last.values() if (entry.due.year, entry.due.month) == (year, month)]
    return sorted(due, key=lambda entry: (entry.due, entry.animal))
