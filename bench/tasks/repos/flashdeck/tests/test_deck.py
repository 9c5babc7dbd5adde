from datetime import date

import pytest

from flashdeck import Card, Deck

TODAY = date(2025, 2, 24)


def make_deck():
    return Deck([Card("uno", "one"), Card("dos", "two", frozenset({"even"})), Card("tres", "three")])


def test_add_and_lookup():
    deck = make_deck()
    assert len(deck) == 3
    assert deck.lookup("dos").back == "two"
    assert [card.front for card in deck.tagged("even")] == ["dos"]
    with pytest.raises(ValueError):
        deck.add(Card("dos", "2"))
    with pytest.raises(KeyError):
        deck.lookup("cuatro")


def test_merge():
    deck = make_deck()
    assert deck.merge([Card("dos", "2"), Card("cuatro", "four")]) == 1
    assert deck.lookup("dos").back == "two"
    assert len(deck) == 4


def test_due():
    deck = make_deck()
    deck.answer("uno", True, date(2025, 2, 21))
    deck.answer("tres", True, TODAY)
    assert [card.front for card in deck.due(TODAY)] == ["dos", "uno"]
    assert [card.front for card in deck.due(TODAY, limit=1)] == ["dos"]
    assert deck.due(TODAY, limit=0) == []


def test_due_with_a_tag():
    deck = make_deck()
    deck.add(Card("cuatro", "four", frozenset({"even"})))
    assert [card.front for card in deck.due(TODAY, tag="even")] == ["dos", "cuatro"]
    assert [card.front for card in deck.due(TODAY, limit=1, tag="even")] == ["dos"]
    deck.answer("dos", True, TODAY)
    assert [card.front for card in deck.due(TODAY, limit=1, tag="even")] == ["cuatro"]
    assert deck.due(TODAY, tag="odd") == []


def test_reset():
    deck = make_deck()
    deck.answer("uno", True, TODAY)
    deck.reset("uno")
    assert deck.lookup("uno") == Card("uno", "one")
    with pytest.raises(KeyError):
        deck.reset("cuatro")
