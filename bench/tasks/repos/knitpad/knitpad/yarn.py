"""The yarn that is there, and how much of it is needed."""

import csv
import math
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Yarn:
    name: str
    colour: str
    metres: int
    balls: int

    @property
    def length(self):
        """The metres of all balls together."""
        return self.metres * self.balls


def load_stash(path):
    with Path(path).open(encoding="utf-8", newline="") as file:
        return [Yarn(row["name"], row["colour"], int(row["metres"]), int(row["balls"])) for row in csv.DictReader(file)]


def in_colour(stash, colour):
    """The metres in a colour, whatever the capitals."""
    return sum(yarn.length for yarn in stash if yarn.colour.lower() == colour.lower())


def balls_for(metres, yarn):
    """How many balls of a yarn make so many metres."""
    if metres < 0:
        raise ValueError(f"not a length: {metres:g}")
    return math.ceil(metres / yarn.metres)


def missing(stash, needs):
    """The metres that are missing of each colour in `needs`; a colour of which there is enough is left out."""
    return {
        colour: metres - in_colour(stash, colour)
        for colour, metres in needs.items()
        if metres > in_colour(stash, colour)
    }
