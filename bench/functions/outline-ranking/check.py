from outline.ranking import ranks as f


def test_it():
    assert f([7]) == [1]
    assert f([1, 1, 1]) == [1, 1, 1]
    assert f([10, 30, 20, 30, 10]) == [4, 1, 3, 1, 4]
