from algorithms.smallest import kth


def test_kth():
    assert kth([3, 1, 2], 0) == 1
    assert kth([3, 1, 2], 2) == 3
    assert kth([1, 2, 3, 4, 5], 3) == 4


def test_same():
    assert kth([7, 7, 7], 2) == 7
