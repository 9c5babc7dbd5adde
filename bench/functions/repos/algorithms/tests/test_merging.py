from algorithms.merging import merge_sorted


def test_both():
    assert merge_sorted([1, 4], [2, 3]) == [1, 2, 3, 4]


def test_second_longer():
    assert merge_sorted([1], [2, 3, 9]) == [1, 2, 3, 9]


def test_empty():
    assert merge_sorted([], [5]) == [5]
