"""Results of games."""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Result:
    home: str
    away: str
    home_goals: int
    away_goals: int


def parse_result(line):
    """`River Rovers 2:1 Hill City` as a Result. Raises ValueError."""
    match = re.fullmatch(r"(.+) (\d+):(\d+) (.+)", line.strip())
    if match is None:
        raise ValueError(f"no result: {line.strip()!r}")
    home, home_goals, away_goals, away = match.groups()
    return Result(home.strip(), away.strip(), int(home_goals), int(away_goals))


def read_results(path):
    """The results in a file, without the empty lines."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return [parse_result(line) for line in lines if line.strip()]
