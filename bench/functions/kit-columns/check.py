from kit.text import columns as c


def test_it():
    assert c(["a", "b", "c"], 3) == ["a b", "c"]
    assert c(["abcdef"], 3) == ["abcdef"]
    assert c(["aa", "bb", "cc", "d"], 5) == ["aa bb", "cc d"]
