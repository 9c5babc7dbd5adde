from itertools import combinations

import pytest

from party import Dish, Party

THINGS = ("meat", "fish", "milk", "egg", "honey", "nuts")
NOT_FOR = {"vegetarian": {"meat", "fish"}, "vegan": {"meat", "fish", "milk", "egg", "honey"}}


@pytest.mark.parametrize("diet", ["vegetarian", "vegan"])
def test_every_mixture(diet):
    party = Party(4)
    for count in range(len(THINGS) + 1):
        for things in combinations(THINGS, count):
            party.bring(Dish("Dish of " + " ".join(things), "side", 4, "Mo", frozenset(things)))
    suitable = party.suitable(diet)
    assert suitable == [dish for dish in party.menu() if NOT_FOR[diet].isdisjoint(dish.contains)]
    assert len(suitable) == {"vegetarian": 16, "vegan": 2}[diet]


def test_the_order_is_that_of_the_menu():
    party = Party(4)
    dishes = [
        Dish("Water", "drink", 4, "Mo"),
        Dish("Ham", "main", 4, "Bo", frozenset({"meat"})),
        Dish("Rice", "side", 4, "Jo", frozenset({"nuts"})),
        Dish("Beans", "side", 4, "Di"),
    ]
    for dish in dishes:
        party.bring(dish)
    assert [dish.name for dish in party.suitable("vegan")] == ["Beans", "Rice", "Water"]
