from outline.tables import columns_of as f


def test_it():
    assert f([[], ["a"]], "-") == [["-", "a"]]
    assert f([[1, 2]], 0) == [[1], [2]]
    assert f([[1], [2, 3], [4, 5, 6]], None) == [[1, 2, 4], [None, 3, 5], [None, None, 6]]
