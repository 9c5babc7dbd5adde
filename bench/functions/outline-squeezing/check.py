from outline.squeezing import squeeze as f


def test_it():
    assert f("", 3) == ""
    assert f("aaaaabaaaa", 3) == "aaabaaa"
    assert f("abc", 1) == "abc"
