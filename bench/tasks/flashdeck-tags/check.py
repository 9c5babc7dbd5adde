import pytest

from flashdeck import Card, parse_cards


@pytest.mark.parametrize(
    ("line", "card"),
    [
        ("el jefe = the boss #at-work", Card("el jefe", "the boss", frozenset({"at-work"}))),
        ("a = b #one #two-three  #x-y-z", Card("a", "b", frozenset({"one", "two-three", "x-y-z"}))),
        ("a = b #x_1 #2-b", Card("a", "b", frozenset({"x_1", "2-b"}))),
        ("a = well-known #adj", Card("a", "well-known", frozenset({"adj"}))),
        ("arco-iris = rainbow - in the sky", Card("arco-iris", "rainbow - in the sky")),
        ("a = C#-code", Card("a", "C#-code")),
        ("a #at-home = b", Card("a", "b", frozenset({"at-home"}))),
        ("año = year #año-nuevo", Card("año", "year", frozenset({"año-nuevo"}))),
    ],
)
def test_lines(line, card):
    assert parse_cards(line) == [card]


def test_sections():
    cards = parse_cards("[at-home]\na = b #to-eat\n[]\nc = d\n// [x-y]\n")
    assert [(card.back, card.tags) for card in cards] == [("b", {"at-home", "to-eat"}), ("d", frozenset())]


@pytest.mark.parametrize("line", ["a #at-work", "a = #at-work", "#at-work"])
def test_no_card(line):
    with pytest.raises(ValueError, match="line 2"):
        parse_cards("c = d\n" + line)
