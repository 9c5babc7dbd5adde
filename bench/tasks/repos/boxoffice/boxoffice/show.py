"""A show and the seats that are sold for it."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from boxoffice.seats import parse_seats


class SeatError(Exception):
    """A seat cannot be sold or refunded."""


@dataclass
class Sale:
    buyer: str
    kind: str
    seats: list
    refunded: bool = False


@dataclass
class Show:
    title: str
    hall: object
    sales: list = field(default_factory=list)

    def taken(self):
        """The seats that are sold."""
        return {seat for sale in self.sales if not sale.refunded for seat in sale.seats}

    def sell(self, buyer, kind, seats):
        """Sell seats and return the sale. Raises SeatError when one of them is sold already."""
        taken = self.taken()
        for seat in seats:
            self.hall.row_of(seat)
            if seat in taken:
                raise SeatError(f"{seat} is sold")
            taken.add(seat)
        sale = Sale(buyer, kind, list(seats))
        self.sales.append(sale)
        return sale

    def refund(self, sale):
        """Take the tickets of a sale back. Raises SeatError when that has been done."""
        if sale.refunded:
            raise SeatError(f"the tickets of {sale.buyer} are refunded already")
        sale.refunded = True

    def together(self, count):
        """The first free seats side by side in one row, beginning at the stage, or an empty list."""
        taken = self.taken()
        for row in self.hall.rows:
            found = []
            for seat in row:
                found = [] if seat in taken else [*found, seat]
                if len(found) == count:
                    return found
        return []


def load_show(path, hall):
    """The show in a JSON file."""
    data = json.loads(Path(path).read_text(encoding="utf-8"))
    sales = [
        Sale(sale["buyer"], sale["kind"], parse_seats(sale["seats"]), sale.get("refunded", False))
        for sale in data["sales"]
    ]
    return Show(data["title"], hall, sales)
