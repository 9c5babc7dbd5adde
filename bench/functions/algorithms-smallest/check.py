from algorithms.smallest import kth


def test_it():
    v = [9, 4, 4, 7, 1, 0, 12, 5]
    assert [kth(v, k) for k in range(8)] == sorted(v)
