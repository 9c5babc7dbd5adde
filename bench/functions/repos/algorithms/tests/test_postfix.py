from algorithms.postfix import to_postfix


def test_one():
    assert to_postfix([1]) == [1]


def test_sum():
    assert to_postfix([1, "+", 2]) == [1, 2, "+"]


def test_strength():
    assert to_postfix([1, "+", 2, "*", 3]) == [1, 2, 3, "*", "+"]
    assert to_postfix([1, "*", 2, "+", 3]) == [1, 2, "*", 3, "+"]
