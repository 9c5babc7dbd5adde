"""What is on the shelves."""

from dataclasses import dataclass
from datetime import date


class NotEnough(Exception):
    """There is less of an item than somebody wants to take."""


@dataclass
class Lot:
    """So many of an item with the same best-before date (None: it keeps for ever)."""

    item: str
    count: int
    best_before: date | None = None

    def good_on(self, day: date) -> bool:
        return self.best_before is None or day <= self.best_before


class Store:
    def __init__(self, lots=()):
        self.lots: list[Lot] = []
        for lot in lots:
            self.add(lot.item, lot.count, lot.best_before)

    def add(self, item: str, count: int, best_before: date | None = None) -> None:
        """Put something on the shelf, together with what has the same date."""
        if count < 1:
            raise ValueError("count must be at least 1")
        for lot in self.lots:
            if (lot.item, lot.best_before) == (item, best_before):
                lot.count += count
                return
        self.lots.append(Lot(item, count, best_before))

    def count(self, item: str, day: date) -> int:
        """How many of an item may be given away on a day."""
        return sum(lot.count for lot in self._good(item, day))

    def items(self, day: date) -> dict[str, int]:
        """The number of each item that may be given away, by name."""
        names = sorted({lot.item for lot in self.lots if lot.good_on(day)})
        return {name: self.count(name, day) for name in names}

    def take(self, item: str, count: int, day: date) -> None:
        """Take so many of an item off the shelf, first what has to be eaten first."""
        if count < 1:
            raise ValueError("count must be at least 1")
        left = count
        if left > self.count(item, day):
            raise NotEnough(f"not enough {item} for {count}")
        for lot in self._good(item, day):
            taken = min(left, lot.count)
            lot.count -= taken
            left -= taken
        self._tidy()

    def expired(self, day: date) -> list[Lot]:
        """What may not be given away any more."""
        return [lot for lot in self.lots if not lot.good_on(day)]

    def clear_expired(self, day: date) -> int:
        """Throw away what has expired; how many pieces that were."""
        gone = self.expired(day)
        self.lots = [lot for lot in self.lots if lot not in gone]
        return sum(lot.count for lot in gone)

    def _good(self, item: str, day: date) -> list[Lot]:
        lots = [lot for lot in self.lots if lot.item == item and lot.good_on(day)]
        return sorted(lots, key=lambda lot: lot.best_before or date.max)

    def _tidy(self) -> None:
        self.lots = [lot for lot in self.lots if lot.count > 0]
