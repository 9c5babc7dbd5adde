"""A card and the answers given to it."""

from dataclasses import dataclass, field
from datetime import date


@dataclass
class Answer:
    day: date
    known: bool


@dataclass
class Card:
    front: str
    back: str
    tags: frozenset = frozenset()
    box: int = 1
    due: date | None = None  # None: never asked so far
    answers: list = field(default_factory=list)

    def is_due(self, today):
        """Whether the card should be asked today. A new card always is."""
        return self.due is None or self.due <= today

    def is_new(self):
        return not self.answers
