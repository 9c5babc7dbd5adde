"""Recipes, each in a JSON file."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Ingredient:
    name: str
    grams: float


@dataclass(frozen=True)
class Recipe:
    name: str
    litres: float
    ingredients: list[Ingredient]

    def scaled(self, litres: float) -> "Recipe":
        """The same beer in another amount."""
        factor = litres / self.litres
        return Recipe(self.name, litres, [Ingredient(i.name, i.grams * factor) for i in self.ingredients])


def load_recipe(path: Path) -> Recipe:
    data = json.loads(path.read_text(encoding="utf-8"))
    return Recipe(data["name"], data["litres"], [Ingredient(**entry) for entry in data["ingredients"]])
