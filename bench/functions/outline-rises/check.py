from outline.rises import longest_rise as f


def test_it():
    assert f([1, 2, 1, 3]) == [1, 2]
    assert f([5, 5, 5]) == [5]
    assert f([1, 2, 3, 0, 1, 2, 3, 4]) == [0, 1, 2, 3, 4]
