import pytest

from smallmake import CircularNeeds, Rule, build_order


def rules(**needs):
    return {name: Rule(name, "true", needs=tuple(names)) for name, names in needs.items()}


def test_chain():
    assert build_order(rules(app=["lib"], lib=["headers"], headers=[]), "app") == ["headers", "lib", "app"]


def test_only_what_is_needed():
    assert build_order(rules(app=["lib"], lib=[], docs=[]), "lib") == ["lib"]


def test_needed_by_two():
    assert build_order(rules(all=["app", "tool"], app=["lib"], tool=["lib"], lib=[]), "all") == [
        "lib", "app", "tool", "all",
    ]


def test_circle():
    with pytest.raises(CircularNeeds, match="a -> b -> a"):
        build_order(rules(a=["b"], b=["a"]), "a")


def test_no_such_target():
    with pytest.raises(ValueError, match="there is no rule x"):
        build_order(rules(a=[]), "x")
