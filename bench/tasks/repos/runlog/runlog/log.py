"""The log file."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from runlog.times import parse_duration


@dataclass(frozen=True)
class Run:
    day: date
    km: float
    seconds: int
    heart_rate: int | None = None
    shoes: str = ""

    @property
    def pace(self):
        """The seconds for one kilometre."""
        return self.seconds / self.km


def read_log(path):
    """The runs in a CSV file, the earliest in front."""
    with Path(path).open(encoding="utf-8", newline="") as file:
        runs = [
            Run(
                date.fromisoformat(row["day"]),
                float(row["km"]),
                parse_duration(row["time"]),
                int(row["heart_rate"]) if row["heart_rate"] else None,
                row["shoes"].strip(),
            )
            for row in csv.DictReader(file)
        ]
    return sorted(runs, key=lambda run: run.day)
