"""The squares of a crossword and the numbers in them."""

from dataclasses import dataclass

WHITE, BLACK = ".", "#"
DIRECTIONS = {"across": (0, 1), "down": (1, 0)}


@dataclass(frozen=True)
class Entry:
    """Where an answer is written."""

    number: int
    direction: str
    cells: tuple[tuple[int, int], ...]

    @property
    def name(self):
        return f"{self.number} {self.direction}"

    def __len__(self):
        return len(self.cells)


class Grid:
    def __init__(self, rows, shortest=3):
        if not rows or len({len(row) for row in rows}) != 1:
            raise ValueError("the rows of a grid are equally long")
        if set("".join(rows)) - {WHITE, BLACK}:
            raise ValueError(f"a grid is made of {WHITE} and {BLACK}")
        if shortest < 1:
            raise ValueError("an entry has at least one letter")
        self.rows = tuple(rows)
        self.shortest = shortest
        self.entries = {entry.name: entry for entry in self._number()}

    def is_white(self, row, column):
        inside = 0 <= row < len(self.rows) and 0 <= column < len(self.rows[0])
        return inside and self.rows[row][column] == WHITE

    @property
    def squares(self):
        """All squares for letters, in the order of reading."""
        places = [(row, column) for row in range(len(self.rows)) for column in range(len(self.rows[0]))]
        return [place for place in places if self.is_white(*place)]

    @property
    def is_symmetric(self):
        """Whether it looks the same upside down."""
        return self.rows == tuple(row[::-1] for row in self.rows[::-1])

    def crossing(self, entry):
        """The entries that share a square with one."""
        return [
            other
            for other in self.entries.values()
            if other.direction != entry.direction and set(other.cells) & set(entry.cells)
        ]

    def _number(self):
        number = 0
        for row, column in self.squares:
            found = []
            for direction, (down, right) in DIRECTIONS.items():
                if not self.is_white(row - down, column - right):
                    cells = self._run(row, column, down, right)
                    if len(cells) >= self.shortest:
                        found.append((direction, cells))
            if found:
                number += 1
            for direction, cells in found:
                yield Entry(number, direction, cells)

    def _run(self, row, column, down, right):
        cells = []
        while self.is_white(row, column):
            cells.append((row, column))
            row, column = row + down, column + right
        return tuple(cells)
