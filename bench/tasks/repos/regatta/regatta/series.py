"""Several races together."""

from dataclasses import dataclass

from regatta.scoring import race_points

DISCARDS = ((8, 2), (4, 1))
"""From how many races on how many are discarded."""


@dataclass(frozen=True)
class Row:
    """A line of the table; `points` are those of all races in order, the discarded ones too."""

    place: int
    sail: str
    name: str
    points: tuple[float, ...]
    total: float


def discards(races):
    return next((count for least, count in DISCARDS if races >= least), 0)


class Series:
    def __init__(self, boats):
        self.boats = list(boats)
        self.points = {boat.sail: [] for boat in self.boats}

    def add(self, race):
        """Add the next race."""
        if race.abandoned:
            return
        for sail, points in race_points(self.boats, race).items():
            self.points[sail].append(points)

    def counting(self, sail):
        """The points that count, in the order of the races: all but the discarded ones."""
        points = list(self.points[sail])
        for _ in range(discards(len(points))):
            points.remove(max(points))
        return points

    def standings(self):
        """The table, the winner first."""
        entries = []
        for boat in self.boats:
            points = tuple(self.points[boat.sail])
            counting = self.counting(boat.sail)
            total = sum(counting)
            entries.append(((total, sorted(counting), points[::-1]), boat, points, total))
        entries.sort(key=lambda entry: entry[0])
        return [
            Row(place, boat.sail, boat.name, points, total) for place, (_, boat, points, total) in enumerate(entries, 1)
        ]
