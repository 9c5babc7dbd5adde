from recipebox import Recipe, parse_ingredient, shopping_list


def recipe(*lines):
    return Recipe("x", 1, [parse_ingredient(line) for line in lines])


def texts(items):
    return [str(item) for item in items]


def test_amounts_are_added_up():
    recipes = [recipe("250 g flour", "2 eggs"), recipe("1 kg flour", "1 tbsp oil")]
    assert texts(shopping_list(recipes)) == ["2 eggs", "1.25 kg flour", "15 ml oil"]


def test_the_pantry_is_taken_off():
    pantry = [parse_ingredient("100 g flour"), parse_ingredient("6 Eggs"), parse_ingredient("5 ml rum")]
    assert texts(shopping_list([recipe("250 g flour", "2 eggs")], pantry)) == ["150 g flour"]
