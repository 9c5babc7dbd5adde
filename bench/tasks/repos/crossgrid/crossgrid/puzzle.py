"""A crossword that somebody solves."""


class Puzzle:
    def __init__(self, grid, clues=(), title=""):
        self.grid = grid
        self.title = title
        self.clues = {clue.name: clue for clue in clues}
        self.letters = {}
        self._history = []
        for name, clue in self.clues.items():
            if name not in grid.entries:
                raise ValueError(f"there is no {name} in the grid")
            if clue.total != len(grid.entries[name]):
                raise ValueError(f"{name} has {len(grid.entries[name])} letters, not {clue.total}")

    def entry(self, name):
        try:
            return self.grid.entries[name]
        except KeyError:
            raise ValueError(f"there is no {name} in the grid") from None

    def word(self, name):
        """What is written there, with a `.` for each empty square."""
        return "".join(self.letters.get(cell, ".") for cell in self.entry(name).cells)

    def is_complete(self, name):
        return "." not in self.word(name)

    @property
    def is_full(self):
        return all(cell in self.letters for cell in self.grid.squares)

    def fill(self, name, answer):
        entry = self.entry(name)
        letters = answer.replace(" ", "").replace("-", "").upper()
        if not letters.isalpha():
            raise ValueError(f"{answer} is not made of letters")
        if len(letters) != len(entry):
            raise ValueError(f"{name} has {len(entry)} letters")
        self._remember()
        self.letters.update(zip(entry.cells, letters, strict=True))

    def clear(self, name):
        entry = self.entry(name)
        kept = set()
        for other in self.grid.crossing(entry):
            if self.is_complete(other.name):
                kept.update(other.cells)
        self._remember()
        for cell in entry.cells:
            if cell not in kept:
                self.letters.pop(cell, None)

    def undo(self):
        if not self._history:
            raise ValueError("there is nothing to undo")
        self.letters = self._history.pop()

    def unsolved(self):
        """The clues whose entries are not complete."""
        return [clue for name, clue in self.clues.items() if not self.is_complete(name)]

    def _remember(self):
        self._history.append(dict(self.letters))
