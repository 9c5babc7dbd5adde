"""The cars in the garage."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from parkhouse.permits import has_permit
from parkhouse.plates import normal_plate
from parkhouse.tariff import fee


class Full(Exception):
    """There is no space."""


@dataclass(frozen=True)
class Ticket:
    plate: str
    level: str
    entered: datetime


class Garage:
    def __init__(self, levels, permits=()):
        self.levels = dict(levels)  # the number of spaces of each level
        self.permits = list(permits)
        self.inside = {}  # the ticket of each car, by its plate
        self.income = 0

    def free(self, level):
        """The number of free spaces of a level."""
        taken = sum(ticket.level == level for ticket in self.inside.values())
        return self.levels[level] - taken

    def enter(self, plate, now):
        """Let a car in and return its ticket: for the first level that has a free space.

        Raises Full when there is none, and ValueError when the car is inside already.
        """
        plate = normal_plate(plate)
        if plate in self.inside:
            raise ValueError(f"{plate} is inside already")
        for level in self.levels:
            if self.free(level) > 0:
                self.inside[plate] = Ticket(plate, level, now)
                return self.inside[plate]
        raise Full("there is no space")

    def leave(self, plate, now):
        """Let a car out and return what it pays. Raises ValueError when the car is not inside."""
        plate = normal_plate(plate)
        if plate not in self.inside:
            raise ValueError(f"{plate} is not inside")
        ticket = self.inside.pop(plate)
        if has_permit(self.permits, plate, ticket.entered.date()):
            return 0
        amount = fee(int((now - ticket.entered).total_seconds()) // 60)
        self.income += amount
        return amount


def open_garage(path, permits=()):
    """The empty garage that the JSON file describes. Raises ValueError when a level has no spaces."""
    settings = json.loads(Path(path).read_text(encoding="utf-8"))
    levels = {level["name"]: level["spaces"] for level in settings["levels"]}
    for name, spaces in levels.items():
        if spaces < 1:
            raise ValueError(f"{name} has no spaces")
    return Garage(levels, permits)
