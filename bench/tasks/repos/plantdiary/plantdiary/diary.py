"""The diary: when each plant got water, and when it wants some again."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Entry:
    plant: str
    day: date
    ml: int


class Diary:
    def __init__(self, plants):
        self.plants = {plant.name: plant for plant in plants}
        self.entries = []

    def water(self, name, day, ml):
        """Note that the plant got so much water on that day. Raises ValueError."""
        if name not in self.plants:
            raise ValueError(f"there is no plant {name!r}")
        if ml <= 0:
            raise ValueError(f"{ml} ml is no water")
        self.entries.append(Entry(name, day, ml))

    def total(self, name, start, end):
        """How many ml the plant got from one day to another, both included."""
        return sum(entry.ml for entry in self.entries if entry.plant == name and start <= entry.day <= end)

    def last_watered(self, name):
        """The day on which the plant got water for the last time, None if it never did."""
        return max((entry.day for entry in self.entries if entry.plant == name), default=None)

    def next_due(self, name):
        """The day on which the plant wants water again, None if it never got any."""
        last = self.last_watered(name)
        if last is None:
            return None
        return last + timedelta(days=self.plants[name].interval(last))

    def due(self, day, room=None):
        """The names of the plants that want water on that day: those never watered, then those that wait the longest.

        With a room, only the plants in it.
        """
        waiting = []
        for name, plant in self.plants.items():
            if room is not None and plant.room != room:
                continue
            due = self.next_due(name) or date.min
            if due <= day:
                waiting.append((due, name))
        return [name for _, name in sorted(waiting)]

    def status(self, name, day):
        """How the plant is on that day, in words: see the README."""
        due = self.next_due(name)
        if due is None:
            return "never watered"
        days = (due - day).days
        if days == 0:
            return "due today"
        if days == 1:
            return "tomorrow"
        if days > 1:
            return f"in {days} days"
        if days == -1:
            return "1 day late"
        return f"{-days} days late"
