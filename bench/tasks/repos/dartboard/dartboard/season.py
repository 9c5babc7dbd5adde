"""The legs of a season."""

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Result:
    date: str
    winner: str
    loser: str
    darts: int
    finish: int


def load_season(path):
    with Path(path).open(encoding="utf-8", newline="") as file:
        return [
            Result(row["date"], row["winner"], row["loser"], int(row["darts"]), int(row["finish"]))
            for row in csv.DictReader(file)
        ]


def table(results):
    """Each player with the legs won and played, most wins first, then by name."""
    won = Counter(result.winner for result in results)
    played = won + Counter(result.loser for result in results)
    return [(name, won[name], played[name]) for name in sorted(played, key=lambda name: (-won[name], name))]
