"""The kilns, and the state of their elements."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Kiln:
    name: str
    changed: date
    """The morning on which it got new elements."""
    life: int
    """How many firings its elements last."""


def load_kilns(path):
    with Path(path).open(encoding="utf-8", newline="") as file:
        return [Kiln(row["name"], date.fromisoformat(row["changed"]), int(row["life"])) for row in csv.DictReader(file)]


def firings_since_change(kiln, log):
    """How many firings the elements of a kiln have had, those on the day of the change included."""
    return sum(1 for firing in log if firing.kiln == kiln.name and firing.day >= kiln.changed)


def firings_left(kiln, log):
    """How many firings the elements are still good for; never less than 0."""
    return max(0, kiln.life - firings_since_change(kiln, log))
