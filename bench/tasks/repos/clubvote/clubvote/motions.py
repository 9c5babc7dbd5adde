"""Motions that are carried or rejected."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Motion:
    """A change of the statutes needs two thirds of the votes, everything else more than half."""

    title: str
    yes: int
    no: int
    abstained: int = 0
    changes_statutes: bool = False

    @property
    def is_carried(self):
        """Abstentions are no votes: only yes and no are counted."""
        votes = self.yes + self.no
        if self.changes_statutes:
            return votes > 0 and self.yes * 3 >= votes * 2
        return self.yes * 2 > votes
