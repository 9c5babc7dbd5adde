from algorithms.bisection import find_first as f


def test_it():
    assert f([], 1) == -1
    assert [f([1, 2, 2, 9], x) for x in (0, 1, 2, 5, 9, 10)] == [-1, 0, 1, -1, 3, -1]
