from algorithms.bisection import find_first


def test_there():
    assert find_first([3, 4, 5, 5, 5, 5, 6], 5) == 2


def test_small():
    assert find_first([3, 4, 5], 2) == -1


def test_large():
    assert find_first([3, 4, 5], 7) == -1
