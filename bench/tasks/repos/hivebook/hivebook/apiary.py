"""All the hives of a beekeeper, as they stand in the file."""

import json
from datetime import date, timedelta
from pathlib import Path

from hivebook.hives import Hive, Inspection
from hivebook.honey import Harvest

DUE_AFTER = timedelta(days=10)


class Apiary:
    def __init__(self):
        self.hives: dict[str, Hive] = {}
        self.harvests: list[Harvest] = []

    def add(self, hive: Hive) -> None:
        if hive.name in self.hives:
            raise ValueError(f"there is a hive {hive.name} already")
        self.hives[hive.name] = hive

    def hive(self, name: str) -> Hive:
        if name not in self.hives:
            raise ValueError(f"no hive {name}")
        return self.hives[name]

    def harvest(self, day: date, name: str, kg: float, water: float) -> None:
        """Note the honey of a hive."""
        if kg <= 0:
            raise ValueError("kg must be more than 0")
        self.harvests.append(Harvest(day, self.hive(name).name, kg, water))

    def due(self, day: date) -> list[Hive]:
        """The hives that somebody should look into, those that never were first."""
        found = []
        for hive in self.hives.values():
            last = hive.last_inspection()
            if last is None or day - last.day >= DUE_AFTER:
                found.append(hive)
        return sorted(found, key=lambda hive: hive.last_inspection().day if hive.inspections else date.min)

    def to_treat(self) -> list[Hive]:
        """The hives with too many mites, the worst one first."""
        return sorted((h for h in self.hives.values() if h.needs_treatment()), key=lambda h: -h.mite_level())


def load(path: Path) -> Apiary:
    content = json.loads(path.read_text(encoding="utf-8"))
    apiary = Apiary()
    for entry in content["hives"]:
        hive = Hive(entry["name"], entry["since"], entry["queen_year"])
        for seen in entry.get("inspections", []):
            day = date.fromisoformat(seen["day"])
            hive.inspect(Inspection(day, seen.get("queen", False), seen.get("mites"), seen.get("board_days", 1)))
        apiary.add(hive)
    for entry in content.get("harvests", []):
        apiary.harvest(date.fromisoformat(entry["day"]), entry["hive"], entry["kg"], entry["water"])
    return apiary
