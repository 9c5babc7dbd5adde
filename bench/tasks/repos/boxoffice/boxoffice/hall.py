"""The hall and its rows."""

import json
from dataclasses import dataclass
from pathlib import Path

from boxoffice.seats import Seat


@dataclass(frozen=True)
class Row:
    name: str
    seats: int
    category: str

    def __iter__(self):
        return (Seat(self.name, number) for number in range(1, self.seats + 1))


@dataclass(frozen=True)
class Hall:
    name: str
    rows: tuple[Row, ...]

    @property
    def size(self):
        """The number of seats."""
        return sum(row.seats for row in self.rows)

    def row_of(self, seat):
        """The row in which a seat is. Raises ValueError when there is no such seat."""
        for row in self.rows:
            if row.name == seat.row and 1 <= seat.number <= row.seats:
                return row
        raise ValueError(f"there is no seat {seat}")


def load_hall(path):
    """The hall in a JSON file."""
    data = json.loads(Path(path).read_text(encoding="utf-8"))
    return Hall(data["name"], tuple(Row(row["name"], row["seats"], row["category"]) for row in data["rows"]))
