"""How long objects have been in the light."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

LIMITS = {"paper": 90, "textile": 120}
"""For how many days in a year such an object may be shown."""


@dataclass(frozen=True)
class Placement:
    """An object in a case, from the first day to the last; without an `until` it is still there."""

    number: str
    case: str
    since: date
    until: date | None = None


def load_placements(path):
    with Path(path).open(encoding="utf-8", newline="") as file:
        return [
            Placement(
                row["number"],
                row["case"],
                date.fromisoformat(row["since"]),
                date.fromisoformat(row["until"]) if row["until"] else None,
            )
            for row in csv.DictReader(file)
        ]


def days_shown(placements, number, year, today):
    """On how many days of a calendar year, up to today, an object has been shown."""
    first, last = date(year, 1, 1), min(date(year, 12, 31), today)
    days = 0
    for placement in placements:
        until = placement.until or today
        if placement.number != number or placement.since > last or until < first:
            continue
        start, end = max(placement.since, first), min(until, last)
        days += (end - start).days + 1
    return days


def days_left(placements, item, year, today):
    """For how many more days an object may be shown in a year; None for one that does not mind the light."""
    if item.material not in LIMITS:
        return None
    return max(0, LIMITS[item.material] - days_shown(placements, item.number, year, today))
