"""What is in the cellar."""

import csv
from pathlib import Path

from brewlog.recipes import Recipe


def load_stock(path: Path) -> dict[str, float]:
    """Grams by ingredient."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["ingredient"]: float(row["grams"]) for row in csv.DictReader(file)}


def missing(recipe: Recipe, stock: dict[str, float]) -> dict[str, float]:
    """The grams we lack of each ingredient; what there is enough of is left out."""
    needed: dict[str, float] = {}
    for ingredient in recipe.ingredients:
        needed[ingredient.name] = needed.get(ingredient.name, 0) + ingredient.grams
    return {name: grams - stock.get(name, 0) for name, grams in needed.items() if grams > stock.get(name, 0)}
