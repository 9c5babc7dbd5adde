from algorithms.polish import evaluate as e


def test_it():
    assert e([5, 1, 2, "+", 4, "*", "+", 3, "-"]) == 14
    assert e([1, 2, "/"]) == 0.5
