"""The packs in the cupboard."""

import csv
import math
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Pack:
    name: str
    tablets: float
    expires: date | None = None
    """The last day on which it is good; None if there is no date on it, then it is always good."""


def load_packs(path):
    with Path(path).open(encoding="utf-8", newline="") as file:
        return [
            Pack(
                row["name"],
                float(row["tablets"]),
                date.fromisoformat(row["expires"]) if row["expires"] else None,
            )
            for row in csv.DictReader(file)
        ]


def in_stock(packs, name, on=None):
    """The tablets of a medicine; with a day, only those that are still good on it."""
    return sum(
        pack.tablets
        for pack in packs
        if pack.name.lower() == name.lower() and (on is None or pack.expires is None or pack.expires >= on)
    )


def days_left(medicine, tablets):
    """For how many days so many tablets last, or None for a medicine that is taken as needed."""
    if medicine.as_needed:
        return None
    return math.floor(tablets / (medicine.amount * len(medicine.times))) * medicine.every
