"""The table as text."""


def format_table(rows):
    """A line for each row: position, team, games, goals and points."""
    width = max((len(row.team) for row in rows), default=0)
    return [
        f"{position:2d}. {row.team:<{width}} {row.games:3d} {row.scored:3d}:{row.conceded:<3d} {row.points:3d}"
        for position, row in enumerate(rows, start=1)
    ]
