import pytest
from brewlog.recipes import Ingredient, Recipe
from brewlog.stock import missing
from support import run_python


@pytest.mark.parametrize(
    ("ingredients", "stock", "short"),
    [
        ([("hops", 30), ("hops", 20)], {"hops": 35}, {"hops": 15}),
        ([("hops", 20), ("hops", 30)], {"hops": 35}, {"hops": 15}),
        ([("hops", 10), ("malt", 900), ("hops", 10), ("hops", 5)], {"malt": 400}, {"hops": 25, "malt": 500}),
        ([("hops", 10), ("hops", 10)], {"hops": 20}, {}),
        ([("hops", 10), ("hops", 10)], {"hops": 19.5}, {"hops": 0.5}),
        ([("malt", 10), ("hops", 10)], {"hops": 50}, {"malt": 10}),
        ([], {"hops": 50}, {}),
    ],
)
def test_missing(ingredients, stock, short):
    recipe = Recipe("x", 10, [Ingredient(name, grams) for name, grams in ingredients])
    before = dict(stock)
    assert missing(recipe, stock) == short
    assert stock == before
    assert [(each.name, each.grams) for each in recipe.ingredients] == ingredients


def test_the_command():
    done = run_python("-m", "brewlog", "missing", "pale-ale")
    assert (done.returncode, done.stdout) == (0, "Cascade: 10 g\n")
