import pytest

from smallmake import CircularNeeds, Rule, build_order, load_rules
from smallmake.__main__ import main
from support import WORKSPACE


def rules(**needs):
    return {name: Rule(name, "true", needs=tuple(names)) for name, names in needs.items()}


@pytest.mark.parametrize(
    ("needs", "target", "order"),
    [
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, "a", "dbca"),
        ({"a": ["b", "d"], "b": ["c"], "c": ["d"], "d": []}, "a", "dcba"),
        ({"a": ["d", "b"], "b": ["c"], "c": ["d"], "d": []}, "a", "dcba"),
        ({"a": ["b", "b"], "b": []}, "a", "ba"),
        ({"a": ["b", "c"], "b": ["e"], "c": ["b", "e"], "e": []}, "a", "ebca"),
        ({"a": ["z", "m"], "z": ["k"], "m": ["k"], "k": []}, "a", "kzma"),
        ({"a": [], "b": ["a"]}, "a", "a"),
    ],
)
def test_orders(needs, target, order):
    assert list(build_order(rules(**needs), target)) == list(order)


def test_circles():
    for needs in ({"a": ["b"], "b": ["a"]}, {"a": ["a"]}, {"a": ["d", "b"], "b": ["d", "c"], "c": ["b"], "d": []}):
        with pytest.raises(CircularNeeds):
            build_order(rules(**needs), "a")


def test_the_site(capsys):
    assert main(["--file", str(WORKSPACE / "smallmake.toml"), "plan", "site"]) == 0
    assert capsys.readouterr().out.split() == ["folder", "styles", "pages", "charts", "site"]
    site = load_rules(WORKSPACE / "smallmake.toml")
    assert site["site"].needs == ("pages", "charts", "styles")
    assert site["pages"].needs == ("folder", "styles")


def test_two_calls():
    both = rules(a=["c"], b=["c"], c=[])
    assert [list(build_order(both, name)) for name in "abb"] == [["c", "a"], ["c", "b"], ["c", "b"]]
