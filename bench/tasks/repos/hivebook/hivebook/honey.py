"""The honey harvest."""

from dataclasses import dataclass
from datetime import date

MOST_WATER = 18.0  # per cent


@dataclass(frozen=True)
class Harvest:
    day: date
    hive: str
    kg: float
    water: float  # per cent


def total(harvests) -> float:
    return sum(harvest.kg for harvest in harvests)


def by_hive(harvests) -> dict[str, float]:
    """Kilograms of each hive, the best one first."""
    sums: dict[str, float] = {}
    for harvest in harvests:
        sums[harvest.hive] = sums.get(harvest.hive, 0) + harvest.kg
    return dict(sorted(sums.items(), key=lambda pair: (-pair[1], pair[0])))


def mixed_water(harvests) -> float:
    """The per cent of water when all these harvests are stirred together."""
    harvests = list(harvests)
    if not harvests:
        raise ValueError("no honey")
    return sum(harvest.kg * harvest.water for harvest in harvests) / total(harvests)


def keeps(harvests) -> bool:
    """Whether the mixture is dry enough to be put into jars."""
    return mixed_water(harvests) <= MOST_WATER


def jars(kg: float, grams: int = 500) -> int:
    """How many jars can be filled."""
    return int(round(kg * 1000) // grams)
