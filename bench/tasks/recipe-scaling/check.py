from fractions import Fraction

from recipebox import Ingredient, Recipe


def tea():
    return Recipe("Tea", 2, [Ingredient("water", Fraction(500), "ml"), Ingredient("bags", Fraction(3))])


def test_the_recipe_stays_as_it_is():
    recipe = tea()
    for serves in (8, 1, 2, 3):
        recipe.scaled(serves)
        assert recipe == tea()


def test_the_scaled_recipe():
    recipe = tea()
    for _ in range(2):
        larger = recipe.scaled(3)
        assert (larger.name, larger.serves) == ("Tea", 3)
        assert [str(item) for item in larger.ingredients] == ["750 ml water", "4.5 bags"]
    assert recipe.scaled(8).scaled(2) == tea()


def test_they_share_nothing():
    recipe = tea()
    same = recipe.scaled(2)
    same.ingredients[0].number = Fraction(1)
    same.ingredients.append(Ingredient("lemon", Fraction(1)))
    assert recipe == tea()
