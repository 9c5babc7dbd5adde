"""The rooms of the house."""

import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Room:
    number: str
    kind: str
    beds: int


def load_rooms(path):
    """The rooms in the order in which they stand in the file."""
    with Path(path).open(encoding="utf-8", newline="") as file:
        return [Room(row["number"], row["kind"], int(row["beds"])) for row in csv.DictReader(file)]
