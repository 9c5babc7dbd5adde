"""The boats that are entered."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

_SAIL = re.compile(r"([A-Z]{3})[ -]?0*(\d+)")


@dataclass(frozen=True)
class Boat:
    sail: str
    name: str
    rating: int = 100


def parse_sail(text):
    """A sail number in its usual form: `ger-0102` is `GER 102`."""
    match = _SAIL.fullmatch(text.strip().upper())
    if not match:
        raise ValueError(f"not a sail number: {text!r}")
    return f"{match[1]} {match[2]}"


def load_boats(path):
    with Path(path).open(encoding="utf-8", newline="") as file:
        return [Boat(parse_sail(row["sail"]), row["name"], int(row["rating"])) for row in csv.DictReader(file)]
