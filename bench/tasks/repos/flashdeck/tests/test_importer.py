from pathlib import Path

import pytest

from flashdeck import Card, parse_cards


def test_cards_and_tags():
    assert parse_cards("hola = hello\n// no card\n\nla mesa = the table #noun #at-home\n") == [
        Card("hola", "hello"),
        Card("la mesa", "the table", frozenset({"noun", "at-home"})),
    ]


def test_sections():
    cards = parse_cards("[food]\nel pan = the bread #noun\n[]\nhola = hello")
    assert [card.tags for card in cards] == [{"food", "noun"}, set()]


@pytest.mark.parametrize("line", ["la mesa", "= the table", "la mesa ="])
def test_no_card(line):
    with pytest.raises(ValueError, match="line 2 is no card"):
        parse_cards(f"hola = hello\n{line}\n")


def test_the_spanish_deck():
    text = (Path(__file__).parents[1] / "decks" / "spanish.txt").read_text(encoding="utf-8")
    cards = {card.front: card.tags for card in parse_cards(text)}
    assert len(cards) == 7
    assert cards["comer"] == {"food", "verb"}
