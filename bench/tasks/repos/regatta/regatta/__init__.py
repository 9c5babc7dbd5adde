"""Scores a regatta."""

from regatta.boats import Boat, load_boats, parse_sail
from regatta.race import CODES, Race, parse_race, read_race
from regatta.scoring import corrected, race_points
from regatta.series import Row, Series

__all__ = [
    "CODES",
    "Boat",
    "Race",
    "Row",
    "Series",
    "corrected",
    "load_boats",
    "parse_race",
    "parse_sail",
    "race_points",
    "read_race",
]
