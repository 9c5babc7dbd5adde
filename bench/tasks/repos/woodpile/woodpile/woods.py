"""The kinds of wood."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Wood:
    name: str
    months: int
    """How long it dries."""
    price: float
    """Of a cubic metre."""


WOODS = [
    Wood("spruce", 12, 70.0),
    Wood("birch", 15, 95.0),
    Wood("ash", 18, 110.0),
    Wood("beech", 24, 115.0),
    Wood("oak", 30, 105.0),
]


def find_wood(name):
    for wood in WOODS:
        if wood.name == name.strip().lower():
            return wood
    raise ValueError(f"not a kind of wood: {name!r}")
