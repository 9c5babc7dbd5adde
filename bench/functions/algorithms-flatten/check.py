from algorithms.flatten import flatten as f


def test_it():
    assert list(f([])) == []
    assert list(f([[[[1]]], 2])) == [1, 2]
