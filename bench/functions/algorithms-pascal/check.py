from algorithms.pascal import pascal


def test_it():
    assert pascal(6)[5] == [1, 5, 10, 10, 5, 1]
