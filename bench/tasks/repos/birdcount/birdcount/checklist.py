"""The species of the area."""

import csv
from dataclasses import dataclass


@dataclass(frozen=True)
class Species:
    name: str
    family: str
    rare: bool = False


class Checklist:
    def __init__(self, species):
        self.species = {one.name.lower(): one for one in species}

    def find(self, name):
        """The Species of that name, in capital or small letters. Raises ValueError when there is none."""
        try:
            return self.species[name.lower()]
        except KeyError:
            raise ValueError(f"not on the checklist: {name!r}") from None

    def is_rare(self, name):
        return self.find(name).rare

    def family(self, name):
        """The family that a species belongs to."""
        return self.find(name).family


def read_checklist(path):
    """The Checklist in a CSV file with the columns name, family and rare."""
    with open(path, encoding="utf-8", newline="") as file:
        return Checklist(Species(row["name"], row["family"], row["rare"] == "yes") for row in csv.DictReader(file))
