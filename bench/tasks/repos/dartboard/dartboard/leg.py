"""One player's leg."""

from dataclasses import dataclass

from dartboard.throws import Dart, parse_turn


@dataclass(frozen=True)
class Turn:
    darts: list[Dart]
    scored: int
    bust: bool = False


class Leg:
    """Counts down to 0; the last dart is a double."""

    def __init__(self, start=501):
        self.start = start
        self.left = start
        self.turns = []

    @property
    def finished(self):
        return self.left == 0

    def play(self, text):
        """Play a turn; return the points that it scored."""
        if self.finished:
            raise ValueError("the leg is over")
        turn = self._turn(parse_turn(text))
        self.turns.append(turn)
        self.left -= turn.scored
        return turn.scored

    def _turn(self, darts):
        left = self.left
        for count, dart in enumerate(darts, 1):
            left -= dart.points
            if left == 0 and dart.is_double:
                return Turn(darts[:count], self.left)
            if left < 2:
                return Turn(darts[:count], 0, bust=True)
        return Turn(darts, self.left - left)
