"""Keeps the books of a small museum."""

from vitrine.labels import label, life
from vitrine.light import Placement, days_left, days_shown, load_placements
from vitrine.numbers import sort_key
from vitrine.objects import Item, find, load_objects
from vitrine.sizes import dimensions
from vitrine.years import span, year

__all__ = [
    "Item",
    "Placement",
    "days_left",
    "days_shown",
    "dimensions",
    "find",
    "label",
    "life",
    "load_objects",
    "load_placements",
    "sort_key",
    "span",
    "year",
]
