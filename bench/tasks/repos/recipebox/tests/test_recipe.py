from fractions import Fraction

import pytest

from recipebox import Ingredient, Recipe, parse_ingredient, read_recipe


def test_ingredients():
    assert parse_ingredient("250 g flour") == Ingredient("flour", Fraction(250), "g")
    assert parse_ingredient("3 eggs") == Ingredient("eggs", Fraction(3))
    assert parse_ingredient("1 1/2 tbsp brown sugar") == Ingredient("brown sugar", Fraction(3, 2), "tbsp")
    with pytest.raises(ValueError, match="no ingredient: 'salt'"):
        parse_ingredient("salt\n")


def test_scaling():
    recipe = Recipe("Tea", 2, [Ingredient("water", Fraction(500), "ml")])
    larger = recipe.scaled(3)
    assert larger.serves == 3
    assert [str(item) for item in larger.ingredients] == ["750 ml water"]


def test_scaling_leaves_the_recipe_as_it_is():
    recipe = Recipe("Tea", 2, [Ingredient("water", Fraction(500), "ml")])
    recipe.scaled(4)
    assert recipe == Recipe("Tea", 2, [Ingredient("water", Fraction(500), "ml")])


def test_reading(tmp_path):
    file = tmp_path / "tea.txt"
    file.write_text("Tea\nserves 2\n\n# boil it\n500 ml water\n")
    assert read_recipe(file) == Recipe("Tea", 2, [Ingredient("water", Fraction(500), "ml")])
    file.write_text("Tea\n500 ml water\n")
    with pytest.raises(ValueError, match="serves N"):
        read_recipe(file)
