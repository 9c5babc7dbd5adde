"""Teams and their points."""

from dataclasses import dataclass, field

ROUND_MAXIMUM = 10
TEAM_MAXIMUM = 6
PENALTY = 2  # for each member too many


@dataclass
class Team:
    name: str
    members: int = 4
    points: list = field(default_factory=list)  # of each round that has been scored
    joker: int | None = None  # the round in which it is played; the first round is 1

    def score(self, points):
        """Note the points of the next round. Raises ValueError when a round cannot bring as many."""
        if not 0 <= points <= ROUND_MAXIMUM:
            raise ValueError(f"{points} points in a round")
        self.points.append(points)

    def play_joker(self, number):
        """Let the round with that number count twice.

        Raises ValueError when the team has played its joker before, or the round has been scored already.
        """
        if self.joker is not None:
            raise ValueError(f"{self.name} has no joker left")
        if number <= len(self.points):
            raise ValueError(f"round {number} has been scored already")
        self.joker = number

    def penalty(self):
        """The points that the team loses because it is too large."""
        return PENALTY * max(self.members - TEAM_MAXIMUM, 0)

    def total(self):
        """The points of all rounds so far, with the joker, less the penalty."""
        total = sum(self.points)
        if self.joker is not None and self.joker <= len(self.points):
            total += self.points[self.joker - 1]
        return total - self.penalty()
