"""Clues and the lengths behind them."""

import re
from dataclasses import dataclass

_CLUE = re.compile(r"(\d+) (across|down): (.+) \(([^()]+)\)")


@dataclass(frozen=True)
class Clue:
    number: int
    direction: str
    text: str
    pattern: str

    @property
    def name(self):
        return f"{self.number} {self.direction}"

    @property
    def lengths(self):
        """The letters of each word of the answer."""
        return [int(part) for part in re.split("[,-]", self.pattern)]

    @property
    def total(self):
        return sum(self.lengths)

    def __str__(self):
        return f"{self.number:>2}. {self.text} ({self.pattern})"


def parse_clue(line):
    """A clue from a line; ValueError if it is none."""
    match = _CLUE.fullmatch(line.strip())
    if match is None:
        raise ValueError(f"not a clue: {line}")
    number, direction, text, pattern = match.groups()
    clue = Clue(int(number), direction, text, pattern.replace(" ", ""))
    if min(clue.lengths) < 1:
        raise ValueError(f"a word has at least one letter: {line}")
    return clue
