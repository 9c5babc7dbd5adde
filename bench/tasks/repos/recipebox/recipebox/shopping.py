"""The shopping list."""

from recipebox.recipe import Ingredient
from recipebox.units import to_base


def shopping_list(recipes, pantry=()):
    """What has to be bought: all ingredients, added up, less what is in the pantry; by name."""
    needed = {}
    for recipe in recipes:
        for item in recipe.ingredients:
            number, unit = to_base(item.number, item.unit)
            key = (item.name.lower(), unit)
            needed[key] = needed.get(key, 0) + number
    for item in pantry:
        number, unit = to_base(item.number, item.unit)
        key = (item.name.lower(), unit)
        if key in needed:
            needed[key] -= number
    return [Ingredient(name, number, unit) for (name, unit), number in sorted(needed.items()) if number > 0]
