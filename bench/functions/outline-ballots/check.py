from outline.ballots import winner as f


def test_it():
    assert f([]) is None
    assert f(["a"]) == "a"
    assert f(["a", "b", "b", "a", "c"]) is None
    assert f(["c", "b", "b", "a", "c", "c"]) == "c"
