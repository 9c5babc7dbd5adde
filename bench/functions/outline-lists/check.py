from outline.lists import spoken as f


def test_it():
    assert f([]) == ""
    assert f(["a", "b", "c", "d"]) == "a, b, c and d"
    assert f(["a", "b"]) == "a and b"
