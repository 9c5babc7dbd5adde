from algorithms.reachable import reachable


def test_it():
    assert reachable({1: [2, 3], 2: [1], 3: [4]}, 1, 4)
    assert not reachable({1: [2], 2: [3], 3: [1]}, 1, 9)
    assert reachable({}, 5, 5)
