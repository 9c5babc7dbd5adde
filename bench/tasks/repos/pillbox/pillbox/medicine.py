"""The medicines and how they are to be taken."""

import csv
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path


@dataclass(frozen=True)
class Medicine:
    name: str
    start: date
    times: tuple[time, ...] = ()
    amount: float = 1
    """The tablets of a dose."""
    every: int = 1
    """The days from one day with doses to the next: 1 is each day, 2 every other day."""
    until: date | None = None
    """The last day, if there is one."""
    limit: int = 0
    """How many doses may be taken within 24 hours; 0 is no limit."""
    gap: float = 0
    """The hours that have to be between two doses."""

    @property
    def as_needed(self):
        return not self.times


def parse_times(text):
    """Read times of day such as `8:00 20:00`, in order."""
    try:
        return tuple(sorted(datetime.strptime(part, "%H:%M").time() for part in text.split()))
    except ValueError:
        raise ValueError(f"not a time of day: {text!r}") from None


def load_medicines(path):
    with Path(path).open(encoding="utf-8", newline="") as file:
        return [_medicine(row) for row in csv.DictReader(file)]


def find(medicines, name):
    """The medicine of that name, whatever the capitals."""
    for medicine in medicines:
        if medicine.name.lower() == name.lower():
            return medicine
    raise ValueError(f"no such medicine: {name}")


def _medicine(row):
    every = int(row["every"])
    if every < 1:
        raise ValueError(f"{row['name']}: every {every} days")
    return Medicine(
        row["name"],
        date.fromisoformat(row["start"]),
        parse_times(row["times"]),
        float(row["amount"]),
        every,
        date.fromisoformat(row["until"]) if row["until"] else None,
        int(row["limit"]),
        float(row["gap"]),
    )
