from confstack.values import to_list


def test_lists():
    assert to_list("") == []
    assert to_list(" , ,\n,") == []
    assert to_list("one\n\n two ,three,") == ["one", "two", "three"]
