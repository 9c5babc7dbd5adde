"""What tickets cost."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Prices:
    categories: dict[str, int]
    discounts: dict[str, int]

    def ticket(self, category, kind):
        """The price of one ticket in cents. Raises ValueError when there is no such kind of ticket."""
        if kind not in self.discounts:
            raise ValueError(f"there is no ticket {kind!r}, only {', '.join(self.discounts)}")
        exact = self.categories[category] * (100 - self.discounts[kind])
        return (exact + 500) // 1000 * 10

    def sale(self, hall, sale):
        """The price of all the tickets of a sale in cents."""
        tickets = sorted(self.ticket(hall.row_of(seat).category, sale.kind) for seat in sale.seats)
        return sum(tickets[len(tickets) // 10 :])


def load_prices(path):
    """The prices in a JSON file."""
    data = json.loads(Path(path).read_text(encoding="utf-8"))
    return Prices(data["categories"], data["discounts"])


def money(cents):
    """1250 is `12.50`."""
    return f"{cents // 100}.{cents % 100:02}"
