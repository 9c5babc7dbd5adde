from algorithms.increasing import longest_increasing


def test_empty():
    assert longest_increasing([]) == 0


def test_one():
    assert longest_increasing([7]) == 1


def test_some():
    assert longest_increasing([4, 1, 5, 3, 7, 6, 2]) == 3


def test_falling():
    assert longest_increasing([5, 4, 3]) == 1
