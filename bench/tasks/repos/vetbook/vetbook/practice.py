"""What a practice is like: its opening hours and its kinds of visit."""

import json
from dataclasses import dataclass
from pathlib import Path

from vetbook.times import minutes_of

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Practice:
    name: str
    hours: dict[str, list[tuple[int, int]]]
    visits: dict[str, int]

    def periods(self, day):
        """The periods in which the practice is open on a day, in minutes since midnight."""
        return self.hours.get(DAYS[day.weekday()], [])

    def length(self, kind):
        """The minutes of a kind of visit. Raises ValueError when there is no such kind."""
        if kind not in self.visits:
            raise ValueError(f"there is no visit {kind!r}, only {', '.join(self.visits)}")
        return self.visits[kind]


def load_practice(path):
    """The practice in a JSON file. Raises ValueError when a day or a period in it makes no sense."""
    data = json.loads(Path(path).read_text(encoding="utf-8"))
    hours = {}
    for name, periods in data["hours"].items():
        if name not in DAYS:
            raise ValueError(f"{name!r} is no day")
        hours[name] = [(minutes_of(begin), minutes_of(end)) for begin, end in periods]
        times = [time for period in hours[name] for time in period]
        if times != sorted(set(times)):
            raise ValueError(f"the hours of {name} are not in order")
    return Practice(data["name"], hours, data["visits"])
