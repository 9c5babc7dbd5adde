from kit.lists import rotate as r


def test_it():
    g = [[1, 2], [3, 4]]
    assert r(g) == [[3, 1], [4, 2]] and g == [[1, 2], [3, 4]]
    assert r([[5]]) == [[5]]
