"""Hives and what was seen in them."""

from dataclasses import dataclass, field
from datetime import date

COLOURS = {1: "white", 2: "yellow", 3: "red", 4: "green", 0: "blue"}  # by the year of the queen, modulo 5
TREAT_FROM = 5.0  # mites a day


@dataclass(frozen=True)
class Inspection:
    """One look into a hive. Mites are None if they weren't counted."""

    day: date
    queen_seen: bool = False
    mites: int | None = None
    board_days: int = 1

    @property
    def mites_a_day(self) -> float | None:
        return None if self.mites is None else self.mites / self.board_days


@dataclass
class Hive:
    name: str
    since: int
    queen_year: int
    inspections: list[Inspection] = field(default_factory=list)

    @property
    def queen_colour(self) -> str:
        """The colour of the dot on the queen."""
        return COLOURS[self.queen_year % 5]

    def inspect(self, inspection: Inspection) -> None:
        if inspection.board_days < 1:
            raise ValueError("board_days must be at least 1")
        self.inspections.append(inspection)
        self.inspections.sort(key=lambda each: each.day)

    def last_inspection(self) -> Inspection | None:
        return self.inspections[-1] if self.inspections else None

    def mite_level(self) -> float | None:
        """The mites a day of the newest count, None if there never was one."""
        for inspection in reversed(self.inspections):
            if inspection.mites is not None:
                return inspection.mites_a_day
        return None

    def needs_treatment(self) -> bool:
        level = self.mite_level()
        return level is not None and level >= TREAT_FROM

    def queen_last_seen(self) -> date | None:
        return max((each.day for each in self.inspections if each.queen_seen), default=None)
