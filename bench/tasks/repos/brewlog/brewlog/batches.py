"""The batches we have brewed."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from brewlog import gravity


@dataclass(frozen=True)
class Batch:
    number: str
    beer: str
    brewed: date
    og: float
    fg: float | None = None
    bottled: date | None = None
    bottles: int = 0

    @property
    def abv(self) -> float | None:
        """None while it is not known yet."""
        if self.fg is None:
            return None
        return gravity.abv(self.og, self.fg)


def load_batches(path: Path) -> list[Batch]:
    """All batches, by number."""
    with path.open(encoding="utf-8", newline="") as file:
        batches = [_batch(row) for row in csv.DictReader(file)]
    return sorted(batches, key=lambda batch: int(batch.number))


def _batch(row: dict[str, str]) -> Batch:
    return Batch(
        number=row["number"],
        beer=row["beer"],
        brewed=date.fromisoformat(row["brewed"]),
        og=float(row["og"]),
        fg=float(row["fg"]) if row["fg"] else None,
        bottled=date.fromisoformat(row["bottled"]) if row["bottled"] else None,
        bottles=int(row["bottles"] or 0),
    )
