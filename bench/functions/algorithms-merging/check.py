from algorithms.merging import merge_sorted as m


def test_it():
    for a in ([], [1], [1, 5, 9], [2, 2]):
        for b in ([], [0], [3, 4, 10], [2]):
            assert m(a, b) == sorted(a + b)
