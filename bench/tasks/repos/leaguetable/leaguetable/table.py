"""The table."""

from dataclasses import dataclass


@dataclass
class Row:
    team: str
    games: int = 0
    points: int = 0
    scored: int = 0
    conceded: int = 0

    @property
    def difference(self):
        return self.scored - self.conceded

    def add(self, scored, conceded):
        """Add a game with so many goals for the team and against it."""
        self.games += 1
        self.scored += scored
        self.conceded += conceded
        if scored > conceded:
            self.points += 3
        elif scored == conceded:
            self.points += 1


def make_table(results):
    """A row for each team, the best one in front."""
    rows = {}
    for result in results:
        home = rows.setdefault(result.home, Row(result.home))
        away = rows.setdefault(result.away, Row(result.away))
        home.add(result.home_goals, result.away_goals)
        away.add(result.away_goals, result.home_goals)
    return sorted(rows.values(), key=lambda row: (-row.points, -row.difference, -row.scored, row.team))
