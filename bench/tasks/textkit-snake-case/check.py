from textkit import snake_case


def test_other_words():
    assert snake_case("Total Price") == "total_price"
    assert snake_case("firstName lastName") == "first_name_last_name"
    assert snake_case("built-in type") == "built_in_type"
    assert snake_case("simple") == "simple"
