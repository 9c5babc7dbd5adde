"""Hives, their queens and what was seen in them."""

from dataclasses import dataclass, field
from datetime import date, timedelta

COLOURS = ("blue", "white", "yellow", "red", "green")
"""How queens are marked, by the last digit of their year; each colour is for two digits."""

QUEENLESS_AFTER = timedelta(days=21)
INSPECT_EVERY = timedelta(days=10)


@dataclass(frozen=True)
class Inspection:
    day: date
    brood: int = 0
    queen: bool = False
    eggs: bool = False
    note: str = ""
    by: str = ""

    def __post_init__(self):
        if self.brood < 0:
            raise ValueError("there cannot be fewer than 0 frames of brood")

    @property
    def shows_queen(self):
        """Eggs are as good as the queen herself."""
        return self.queen or self.eggs


@dataclass
class Hive:
    name: str
    queen_year: int | None = None
    inspections: list[Inspection] = field(default_factory=list)

    @property
    def colour(self):
        """The colour of the queen's mark, or None."""
        if self.queen_year is None:
            return None
        return COLOURS[self.queen_year % 5]

    def inspect(self, inspection):
        """Enter an inspection; they may come in any order, but only one a day."""
        if any(other.day == inspection.day for other in self.inspections):
            raise ValueError(f"{self.name} was inspected on {inspection.day} already")
        self.inspections.append(inspection)
        self.inspections.sort(key=lambda other: other.day)

    def until(self, day):
        """The inspections up to a day, with it."""
        return [inspection for inspection in self.inspections if inspection.day <= day]

    def queen_seen(self, day):
        """The last day, up to `day`, with a sign of a queen; None without one."""
        days = [inspection.day for inspection in self.until(day) if inspection.shows_queen]
        return days[-1] if days else None

    def may_be_queenless(self, day):
        seen = self.queen_seen(day)
        return seen is None or day - seen > QUEENLESS_AFTER

    def inspection_due(self, day):
        done = self.until(day)
        return not done or day - done[-1].day >= INSPECT_EVERY
