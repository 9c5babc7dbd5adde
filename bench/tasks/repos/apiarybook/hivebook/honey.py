"""How much honey there was."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Harvest:
    hive: str
    day: date
    kilos: float


def by_hive(harvests):
    """The kilos of each hive, the best first."""
    kilos = {}
    for harvest in harvests:
        kilos[harvest.hive] = kilos.get(harvest.hive, 0) + harvest.kilos
    return dict(sorted(kilos.items(), key=lambda item: (-item[1], item[0])))


def jars(kilos, grams=500):
    """How many jars are full."""
    return round(kilos * 1000) // grams
