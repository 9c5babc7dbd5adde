from shopping import combine, parse_item


def test_parse():
    assert parse_item("250 g Flour\n") == (250, "g", "flour")
    assert parse_item("3 pieces red onions") == (3, "pieces", "red onions")


def test_large_units():
    assert parse_item("1.5 kg Flour") == (1500, "g", "flour")
    assert parse_item("2 l milk") == (2000, "ml", "milk")


def test_combine():
    assert combine(["300 g Rice", "2 pieces lemons"], ["200 g rice"]) == ["2 pieces lemons", "500 g rice"]


def test_combine_large_and_small_units():
    assert combine(["1 kg flour"], ["500 g flour", "0.5 l oil"]) == ["1500 g flour", "500 ml oil"]
