"""What is stacked in the yard."""

import calendar
import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from woodpile.sizes import parse_length
from woodpile.woods import Wood, find_wood


def add_months(day, months):
    """The same day so many months later; the last one of the month if that has fewer days."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True)
class Stack:
    place: str
    wood: Wood
    length: float
    depth: float
    height: float
    stacked: date

    @property
    def volume(self):
        """The cubic metres, to the litre."""
        return round(self.length * self.depth * self.height, 3)

    @property
    def ready_on(self):
        """The day from which it is dry."""
        return add_months(self.stacked, self.wood.months)

    def is_ready(self, day):
        return day >= self.ready_on


def load_yard(path):
    """The stacks in a file, in its order."""
    with Path(path).open(encoding="utf-8", newline="") as file:
        return [
            Stack(
                row["place"],
                find_wood(row["wood"]),
                parse_length(row["length"]),
                parse_length(row["depth"]),
                parse_length(row["height"]),
                date.fromisoformat(row["stacked"]),
            )
            for row in csv.DictReader(file)
        ]


def listing(stacks, day):
    """A line for each stack."""
    return [
        f"{stack.place:<8}{stack.wood.name:<8}{stack.volume:6.2f}  "
        + ("dry" if stack.is_ready(day) else f"dry on {stack.ready_on}")
        for stack in stacks
    ]
