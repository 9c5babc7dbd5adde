"""The bird counts of a small nature club."""

from birdcount.checklist import Checklist, read_checklist
from birdcount.sightings import Sighting, parse_count, parse_sighting, read_sightings
from birdcount.summary import arrivals, highest, species_by_month

__all__ = [
    "Checklist",
    "Sighting",
    "arrivals",
    "highest",
    "parse_count",
    "parse_sighting",
    "read_checklist",
    "read_sightings",
    "species_by_month",
]
