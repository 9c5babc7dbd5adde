"""Places, and the layers that they are kept in."""

import csv
import math
from dataclasses import dataclass, replace
from pathlib import Path

from mapsheet.angles import parse_angle
from mapsheet.box import Box


@dataclass(frozen=True)
class Place:
    name: str
    lat: float
    lon: float


def load_places(path):
    with Path(path).open(encoding="utf-8", newline="") as file:
        return [
            Place(row["name"], parse_angle(row["lat"]), parse_angle(row["lon"]))
            for row in csv.DictReader(file, quoting=csv.QUOTE_NONE)
        ]


class Layer:
    """Places by name, in the order in which they came."""

    def __init__(self, name, places=()):
        self.name = name
        self._places = {}
        self._box = None
        for place in places:
            self.add(place)

    def __len__(self):
        return len(self._places)

    def __iter__(self):
        return iter(self._places.values())

    def __getitem__(self, name):
        return self._places[name]

    def add(self, place):
        if place.name in self._places:
            raise ValueError(f"there is a {place.name} already")
        self._places[place.name] = place
        self._box = None

    def remove(self, name):
        """Take a place out of the layer, and return it."""
        place = self._places.pop(name)
        self._box = None
        return place

    def move(self, name, lat, lon):
        """Put a place somewhere else."""
        self._places[name] = replace(self._places[name], lat=lat, lon=lon)
        self._box = None

    @property
    def box(self):
        """The smallest box with all places in it; found once, since maps ask for it all the time."""
        if self._box is None:
            self._box = Box.around((place.lat, place.lon) for place in self)
        return self._box

    def nearest(self, lat, lon):
        """The place that is nearest to a point, on a flat map; the first of those that are as near."""
        if not self._places:
            raise ValueError(f"no places in {self.name}")
        shrink = math.cos(math.radians(lat))
        return min(self, key=lambda place: math.hypot(place.lat - lat, (place.lon - lon) * shrink))
