"""Permits, with which parking is free."""

from dataclasses import dataclass
from datetime import date

from parkhouse.plates import normal_plate


@dataclass(frozen=True)
class Permit:
    plate: str
    first: date
    last: date

    def is_valid(self, day):
        """From the first day to the last one, both included."""
        return self.first <= day <= self.last


def has_permit(permits, plate, day):
    """Whether one of the permits is for that plate and valid on that day."""
    plate = normal_plate(plate)
    return any(normal_plate(permit.plate) == plate and permit.is_valid(day) for permit in permits)
