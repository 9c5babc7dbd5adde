from algorithms.polish import evaluate


def test_plus():
    assert evaluate([3, 4, "+"]) == 7


def test_minus():
    assert evaluate([10, 4, "-"]) == 6


def test_nested():
    assert evaluate([2, 12, 3, "/", "*"]) == 8
