from brewlog.recipes import Ingredient, Recipe
from brewlog.stock import missing

BEER = Recipe("Test", 10, [Ingredient("malt", 2000), Ingredient("hops", 30), Ingredient("hops", 20)])


def test_enough():
    assert missing(BEER, {"malt": 2000, "hops": 50, "oats": 5}) == {}


def test_too_little():
    assert missing(BEER, {"malt": 1500, "hops": 50}) == {"malt": 500}


def test_none_at_all():
    assert missing(BEER, {"hops": 50}) == {"malt": 2000}


def test_hops_are_added_twice():
    assert missing(BEER, {"malt": 2000, "hops": 35}) == {"hops": 15}


def test_scaled():
    assert [i.grams for i in BEER.scaled(5).ingredients] == [1000, 15, 10]
