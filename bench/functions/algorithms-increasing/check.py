from algorithms.increasing import longest_increasing as f


def test_it():
    assert f([10, 9, 2, 5, 3, 7, 101, 18]) == 4
    assert f([1, 1, 1]) == 1
    assert f(list(range(9))) == 9
