from algorithms.buckets import bucket_sort


def test_sort():
    assert bucket_sort([3, 1, 2, 1], 5) == [1, 1, 2, 3]


def test_empty():
    assert bucket_sort([], 4) == []
