import pytest

from shopping import combine, parse_item


@pytest.mark.parametrize(
    ("line", "amount", "unit", "name"),
    [
        ("3 kg Potatoes", 3000, "g", "potatoes"),
        ("0.25 kg butter", 250, "g", "butter"),
        ("0.75 l Olive oil", 750, "ml", "olive oil"),
        ("10 l water", 10000, "ml", "water"),
        ("40 g yeast", 40, "g", "yeast"),
        ("20 ml rum", 20, "ml", "rum"),
        ("6 pieces kg bags", 6, "pieces", "kg bags"),
    ],
)
def test_parse(line, amount, unit, name):
    item = parse_item(line)
    assert item[0] == pytest.approx(amount)
    assert tuple(item[1:]) == (unit, name)


def test_combine():
    assert combine(["2 kg Sugar", "1.5 l milk", "4 pieces limes"], ["250 ml Milk", "50 g sugar"], ["0.5 kg sugar"]) == [
        "4 pieces limes",
        "1750 ml milk",
        "2550 g sugar",
    ]


def test_one_list():
    assert combine(["2 kg rice"]) == ["2000 g rice"]
    assert combine(["1 pieces milk", "1 l milk"]) == ["1000 ml milk", "1 pieces milk"]
    assert combine() == []
