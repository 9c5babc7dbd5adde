"""What people saw on their visits."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Sighting:
    day: date
    site: str
    species: str
    count: int


def parse_count(text):
    """`12`, the estimate `~40`, or `x` for birds that nobody counted, which is 1. Raises ValueError."""
    text = text.strip()
    if text.lower() == "x":
        return 1
    count = int(text.removeprefix("~"))
    if count < 1:
        raise ValueError(f"no count: {text!r}")
    return count


def parse_sighting(line, checklist):
    """`2025-04-06; North Pond; Mute Swan; 4` as a Sighting. Raises ValueError."""
    fields = [field.strip() for field in line.split(";")]
    if len(fields) != 4:
        raise ValueError(f"no sighting: {line.strip()!r}")
    day, site, species, count = fields
    return Sighting(date.fromisoformat(day), site, checklist.find(species).name, parse_count(count))


def read_sightings(path, checklist):
    """The sightings in a file, in its order."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return [parse_sighting(line, checklist) for line in lines if line.strip() and not line.startswith("#")]
