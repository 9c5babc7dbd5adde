import pytest

from recipebox import Recipe, parse_ingredient, shopping_list


def bought(pantry, *lines):
    recipe = Recipe("x", 1, [parse_ingredient(line) for line in lines])
    return [str(item) for item in shopping_list([recipe], [parse_ingredient(line) for line in pantry])]


@pytest.mark.parametrize(
    ("pantry", "needed", "result"),
    [
        (["1 kg flour"], "250 g flour", []),
        (["0.1 kg Flour"], "250 g flour", ["150 g flour"]),
        (["2 tbsp oil"], "50 ml oil", ["20 ml oil"]),
        (["1 tsp oil", "1 tbsp oil"], "1/2 l oil", ["480 ml oil"]),
        (["1 l milk"], "2 l milk", ["1 l milk"]),
        (["1000 g flour"], "2 kg flour", ["1 kg flour"]),
        (["100 g flour"], "250 g flour", ["150 g flour"]),
        (["1 onions"], "2 onions", ["1 onions"]),
        (["500 g milk"], "100 ml milk", ["100 ml milk"]),
    ],
)
def test_pantry(pantry, needed, result):
    assert bought(pantry, needed) == result
