from algorithms.pascal import pascal


def test_rows():
    assert pascal(1) == [[1]]
    assert pascal(4) == [[1], [1, 1], [1, 2, 1], [1, 3, 3, 1]]
