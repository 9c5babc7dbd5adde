from outline.checksums import is_valid as f


def test_it():
    assert f("") is False
    assert f("7 3") is False and f("73-0") is False
    assert f("71") is True and f("7-1") is True and f("7a1") is False and f("17") is False
