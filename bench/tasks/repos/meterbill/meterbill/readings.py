"""What was read on the meters."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FULL = 100_000


class ReadingError(Exception):
    """Readings are missing or make no sense."""


@dataclass(frozen=True)
class Reading:
    meter: str
    day: date
    kwh: int


def read_readings(path):
    """The readings in a CSV file. Raises ReadingError that names the line when one cannot be read."""
    readings = []
    with Path(path).open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            try:
                reading = Reading(row["meter"], date.fromisoformat(row["day"]), int(row["kwh"]))
            except (KeyError, TypeError, ValueError) as error:
                raise ReadingError(f"line {number} is no reading") from error
            if not 0 <= reading.kwh < FULL:
                raise ReadingError(f"line {number} has more than five digits")
            readings.append(reading)
    return readings


def of_meter(readings, meter):
    """The readings of one meter, by day."""
    return sorted((reading for reading in readings if reading.meter == meter), key=lambda reading: reading.day)
