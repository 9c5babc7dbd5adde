from outline.masking import mask as f


def test_it():
    assert f("abcd", 0) == "****"
    assert f("", 2) == ""
    assert f("abcde", 2) == "ab*de"
