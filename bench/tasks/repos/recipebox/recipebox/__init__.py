"""Recipes as plain text files."""

from recipebox.recipe import Ingredient, Recipe, parse_ingredient, read_recipe
from recipebox.shopping import shopping_list

__all__ = ["Ingredient", "Recipe", "parse_ingredient", "read_recipe", "shopping_list"]
