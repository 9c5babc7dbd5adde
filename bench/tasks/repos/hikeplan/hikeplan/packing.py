"""Who carries what."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    name: str
    grams: int
    count: int = 1
    shared: bool = False


def pack_weight(items, people):
    """How many grams each of the people carries."""
    weight = 0
    for item in items:
        grams = item.grams * item.count
        weight += grams / people if item.shared else grams
    return weight


def too_heavy(items, people, body_kg):
    """Whether a pack is more than a fifth of what somebody weighs."""
    return pack_weight(items, people) > body_kg * 1000 / 5
