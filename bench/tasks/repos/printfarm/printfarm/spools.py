"""The spools of filament on the shelf."""

import csv
from dataclasses import dataclass


@dataclass(frozen=True)
class Spool:
    id: str
    material: str
    colour: str
    grams_left: int


def load_spools(path):
    with open(path, newline="") as file:
        return [
            Spool(row["id"], row["material"], row["colour"], int(row["grams_left"])) for row in csv.DictReader(file)
        ]
