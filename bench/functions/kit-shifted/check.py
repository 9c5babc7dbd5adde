from kit.text import shifted as s


def test_it():
    assert s("Zz 9", 1) == "Aa 9"
    assert s("abc", 26) == "abc"
    assert s("abc", -27) == "zab"
