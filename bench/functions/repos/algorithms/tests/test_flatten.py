from algorithms.flatten import flatten


def test_flatten():
    assert list(flatten([1, [2, [3, 4]], []])) == [1, 2, 3, 4]


def test_words():
    assert list(flatten(["a", ["bc"]])) == ["a", "bc"]
