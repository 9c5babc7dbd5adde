"""Varroa mites, counted by washing a cup of bees."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Wash:
    hive: str
    day: date
    mites: int
    bees: int = 300
    by: str = ""

    def __post_init__(self):
        if self.bees <= 0:
            raise ValueError("a wash needs bees")
        if self.mites < 0:
            raise ValueError("there cannot be fewer than 0 mites")

    @property
    def rate(self):
        """Mites per 100 bees."""
        return 100 * self.mites / self.bees


def limit(day):
    """The rate from which on a hive is treated."""
    return 3.0 if day.month >= 7 else 2.0


def latest(washes):
    """The last wash of each hive, by its name."""
    last = {}
    for wash in washes:
        if wash.hive not in last or wash.day >= last[wash.hive].day:
            last[wash.hive] = wash
    return last


def to_treat(washes):
    """The last washes of the hives that have to be treated, the worst first."""
    bad = [wash for wash in latest(washes).values() if wash.rate >= limit(wash.day)]
    return sorted(bad, key=lambda wash: wash.rate, reverse=True)


def average_rate(washes):
    """The rate of all washes together, 0 without any."""
    bees = sum(wash.bees for wash in washes)
    return 100 * sum(wash.mites for wash in washes) / bees if bees else 0.0
