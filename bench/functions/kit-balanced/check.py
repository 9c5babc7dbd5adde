from kit.text import balanced as b


def test_it():
    assert b("x") and b("()[]{}") and b("{[()]}")
    assert not b(")(") and not b("{[}]") and not b("((")
