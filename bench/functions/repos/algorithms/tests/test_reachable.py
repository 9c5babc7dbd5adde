from algorithms.reachable import reachable


def test_straight():
    assert reachable({"a": ["b"], "b": ["c"]}, "a", "c")


def test_circle():
    assert not reachable({"a": ["b"], "b": ["a"]}, "a", "c")


def test_nowhere():
    assert not reachable({}, "a", "z")
