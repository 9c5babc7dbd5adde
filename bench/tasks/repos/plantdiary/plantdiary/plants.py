"""Plants and how often they want water."""

from dataclasses import dataclass
from pathlib import Path

WINTER = (11, 12, 1, 2)
LONGEST_WAIT = 35


@dataclass(frozen=True)
class Plant:
    name: str
    room: str
    summer_days: int  # between two waterings
    winter_days: int

    def interval(self, day):
        """How many days the plant can wait when it gets water on that day."""
        return self.winter_days if day.month in WINTER else self.summer_days


def parse_plant(line):
    """`Ivy, living room, 5, 9` as a Plant. Raises ValueError."""
    fields = [field.strip() for field in line.split(",")]
    if len(fields) not in (3, 4):
        raise ValueError(f"no plant: {line.strip()!r}")
    summer_days = int(fields[2])
    winter_days = int(fields[3]) if len(fields) == 4 else min(2 * summer_days, LONGEST_WAIT)
    return Plant(fields[0], fields[1], summer_days, winter_days)


def read_plants(path):
    """The plants in a file, without the empty lines."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return [parse_plant(line) for line in lines if line.strip()]
