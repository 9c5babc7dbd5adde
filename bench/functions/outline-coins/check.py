from outline.coins import change as f


def test_it():
    assert f(0, [1, 2]) == {}
    assert f(6, [1, 2, 5]) == {5: 1, 1: 1}
    assert f(9, [2, 5, 1]) == {5: 1, 2: 2}
