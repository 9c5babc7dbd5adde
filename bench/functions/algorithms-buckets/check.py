from algorithms.buckets import bucket_sort as b


def test_it():
    assert b([11, 2, 3, 4, 5, 2, 0], 12) == [0, 2, 2, 3, 4, 5, 11]
