"""The log itself, a CSV file."""

import csv
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path


@dataclass(frozen=True)
class Entry:
    when: datetime
    target: str
    seeing: int | None = None
    notes: str = ""

    @property
    def night(self):
        """The date of the evening on which the night began; a night goes from noon to noon."""
        return (self.when - timedelta(hours=12)).date()


def load_log(path):
    """The entries of a file, in the order in which things were seen."""
    with Path(path).open(encoding="utf-8", newline="") as file:
        entries = [
            Entry(
                datetime.strptime(row["when"], "%Y-%m-%d %H:%M"),
                row["target"].strip(),
                int(row["seeing"]) if row["seeing"] else None,
                row["notes"] or "",
            )
            for row in csv.DictReader(file)
        ]
    return sorted(entries, key=lambda entry: entry.when)


def same_target(one, other):
    """Whether two names mean the same, whatever the capitals and spaces."""
    return _key(one) == _key(other)


def _key(name):
    return "".join(name.split()).casefold()
