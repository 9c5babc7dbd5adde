from algorithms.postfix import to_postfix as p


def test_it():
    assert p([10, "-", 5, "-", 2]) == [10, 5, "-", 2, "-"]
    assert p([34, "-", 12, "/", 5]) == [34, 12, 5, "/", "-"]
