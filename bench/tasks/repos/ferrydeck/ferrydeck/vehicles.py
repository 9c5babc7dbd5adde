"""What drives onto the deck."""

import re
from dataclasses import dataclass

GAP = 30
"""The centimetres that are left free behind each vehicle."""

_VEHICLE = re.compile(r"([a-z]+)\s+(\d+(?:\.\d+)?)(?:\s*\+\s*(\d+(?:\.\d+)?))?")


@dataclass(frozen=True)
class Vehicle:
    """A kind of vehicle and its length in centimetres."""

    kind: str
    length: int

    @property
    def room(self):
        """The centimetres that it takes on the deck."""
        return self.length + GAP if self.length else 0


def parse_vehicle(text):
    """Read a vehicle such as `van 6.4` (or `car 4.3 + 2.5`, with a trailer), or `foot` for someone without one."""
    text = text.strip().lower()
    if text == "foot":
        return Vehicle("foot", 0)
    match = _VEHICLE.fullmatch(text)
    if not match or not float(match[2]):
        raise ValueError(f"not a vehicle: {text!r}")
    return Vehicle(match[1], _centimetres(match[2]) + _centimetres(match[3] or "0"))


def _centimetres(metres):
    return round(float(metres) * 100)
