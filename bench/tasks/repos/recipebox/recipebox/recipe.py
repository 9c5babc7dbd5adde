"""Recipes and how they are read."""

import re
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from recipebox.units import UNITS, parse_number, show_amount


@dataclass
class Ingredient:
    name: str
    number: Fraction
    unit: str = ""

    def __str__(self):
        return f"{show_amount(self.number, self.unit)} {self.name}"


@dataclass
class Recipe:
    name: str
    serves: int
    ingredients: list = field(default_factory=list)

    def scaled(self, serves):
        """The same recipe for another number of people."""
        factor = Fraction(serves, self.serves)
        ingredients = [Ingredient(item.name, item.number * factor, item.unit) for item in self.ingredients]
        return Recipe(self.name, serves, ingredients)


def parse_ingredient(line):
    """`250 g flour` or `3 eggs`. Raises ValueError."""
    match = re.fullmatch(r"([\d./ ]+?)\s+([^\d\s].*)", line.strip())
    if match is None:
        raise ValueError(f"no ingredient: {line.strip()!r}")
    number, rest = match.groups()
    unit, _, name = rest.partition(" ")
    if unit not in UNITS or not name:
        unit, name = "", rest
    return Ingredient(name.strip(), parse_number(number), unit)


def read_ingredients(lines):
    """The ingredients of all lines but empty ones and comments."""
    return [parse_ingredient(line) for line in lines if line.strip() and not line.startswith("#")]


def read_recipe(path):
    """Raises ValueError when the file is no recipe."""
    name, serves, *lines = Path(path).read_text(encoding="utf-8").splitlines() + ["", ""]
    match = re.fullmatch(r"serves (\d+)", serves.strip())
    if match is None:
        raise ValueError(f"{path}: the second line must be `serves N`")
    return Recipe(name.strip(), int(match[1]), read_ingredients(lines))
