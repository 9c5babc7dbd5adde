"""Rectangles on the map."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    south: float
    west: float
    north: float
    east: float

    @classmethod
    def around(cls, points):
        """The smallest box with all points (pairs of latitude and longitude) in it."""
        points = list(points)
        if not points:
            raise ValueError("no points for a box")
        lats = [lat for lat, _ in points]
        lons = [lon for _, lon in points]
        return cls(min(lats), min(lons), max(lats), max(lons))

    @property
    def centre(self):
        return (self.south + self.north) / 2, (self.west + self.east) / 2

    def contains(self, lat, lon):
        """Whether a point is in the box or on its edge."""
        return self.south <= lat <= self.north and self.west <= lon <= self.east

    def union(self, other):
        """The smallest box with both in it."""
        return Box(
            min(self.south, other.south),
            min(self.west, other.west),
            max(self.north, other.north),
            max(self.east, other.east),
        )
