"""Where a hike leads."""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Leg:
    to: str
    km: float
    up: int  # metres
    down: int


@dataclass(frozen=True)
class Route:
    start: str
    legs: list

    def length(self):
        """Kilometres in all."""
        return sum(leg.km for leg in self.legs)

    def back(self):
        """The same route from its end to its start."""
        places = [self.start, *(leg.to for leg in self.legs)]
        legs = [Leg(to, leg.km, leg.down, leg.up) for to, leg in zip(places, self.legs, strict=False)]
        return Route(places[-1], legs[::-1])


def parse_leg(line):
    """`Saddle Hut: 4.5 km, 600 up, 20 down` as a Leg. Raises ValueError."""
    match = re.fullmatch(r"(.+): (\d+(?:\.\d+)?) km, (\d+) up, (\d+) down", line.strip())
    if match is None:
        raise ValueError(f"no leg: {line.strip()!r}")
    to, km, up, down = match.groups()
    return Leg(to, float(km), int(up), int(down))


def read_route(path):
    """The Route in a file."""
    lines = [line for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]
    return Route(lines[0].strip(), [parse_leg(line) for line in lines[1:]])
