"""The firings that there were."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kilnlog.cones import parse_cone


@dataclass(frozen=True)
class Firing:
    day: date
    kiln: str
    cone: str
    kwh: float


def load_log(path):
    with Path(path).open(encoding="utf-8", newline="") as file:
        return [
            Firing(date.fromisoformat(row["day"]), row["kiln"], parse_cone(row["cone"]), float(row["kwh"]))
            for row in csv.DictReader(file)
        ]


def energy(log, month):
    """The kWh of all firings in a month such as `2024-03`."""
    return sum(firing.kwh for firing in log if f"{firing.day:%Y-%m}" == month)
