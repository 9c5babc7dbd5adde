from kit.dates import merge_spans as m


def test_it():
    assert m([(5, 6), (1, 2), (2, 3), (10, 12), (3, 4)]) == [(1, 4), (5, 6), (10, 12)]
