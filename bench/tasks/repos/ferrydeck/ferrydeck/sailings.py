"""The sailings of the season."""

import csv
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class Sailing:
    """One departure of a ferry; `deck` is the length of its lanes, in centimetres."""

    code: str
    route: str
    departs: datetime
    deck: int


def load_sailings(path):
    with Path(path).open(encoding="utf-8", newline="") as file:
        return [
            Sailing(row["code"], row["route"], datetime.fromisoformat(row["departs"]), int(row["deck"]))
            for row in csv.DictReader(file)
        ]


def on_route(sailings, route):
    """The sailings of a route, the earliest first."""
    return sorted((sailing for sailing in sailings if sailing.route == route), key=lambda sailing: sailing.departs)


def next_sailing(sailings, route, now):
    """The first sailing of a route that has not left, or None."""
    return next((sailing for sailing in on_route(sailings, route) if sailing.departs >= now), None)
