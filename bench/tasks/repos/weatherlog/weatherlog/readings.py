"""Readings and how they are parsed."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Reading:
    time: datetime
    temperature: float  # degrees Celsius
    rain: float  # mm since the reading before
    wind: float  # metres per second


def parse_reading(line):
    """The reading in a line of a log. Raises ValueError unless it has four fields."""
    fields = [field.strip() for field in line.split(";")]
    if len(fields) != 4:
        raise ValueError(f"four fields expected: {line.strip()!r}")
    time, temperature, rain, wind = fields
    return Reading(datetime.fromisoformat(time), float(temperature), float(rain or 0), float(wind))
