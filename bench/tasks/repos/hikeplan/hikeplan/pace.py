"""How fast somebody walks."""

import tomllib
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Pace:
    flat: float = 4  # kilometres in an hour
    up: float = 300  # metres in an hour
    down: float = 500
    break_after: int = 120  # minutes of walking
    break_minutes: int = 15


def load_pace(path):
    """The Pace in a TOML file. Raises ValueError for what is no name or no positive number."""
    with open(path, "rb") as file:
        values = tomllib.load(file)
    names = {field.name for field in fields(Pace)}
    for name, value in values.items():
        if name not in names:
            raise ValueError(f"{name} is not part of a pace")
        if not isinstance(value, int | float) or value <= 0:
            raise ValueError(f"{name} has to be a positive number")
    return Pace(**values)
