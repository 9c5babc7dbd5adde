from datetime import date

from flashdeck import Card, Deck
from flashdeck.stats import cards_per_box, hardest, streak, success_rate


def make_deck():
    deck = Deck([Card("uno", "one"), Card("dos", "two"), Card("tres", "three")])
    deck.answer("uno", True, date(2025, 3, 1))
    deck.answer("dos", False, date(2025, 3, 1))
    deck.answer("dos", False, date(2025, 3, 2))
    deck.answer("uno", True, date(2025, 3, 4))
    return deck


def test_boxes():
    assert cards_per_box(make_deck()) == {1: 1, 2: 0, 3: 1, 4: 0, 5: 0}


def test_success_rate():
    assert success_rate(make_deck()) == 0.5
    assert success_rate(make_deck(), since=date(2025, 3, 2)) == 0.5
    assert success_rate(make_deck(), since=date(2025, 3, 4)) == 1
    assert success_rate(Deck()) is None


def test_streak():
    deck = make_deck()
    assert streak(deck, date(2025, 3, 2)) == 2
    assert streak(deck, date(2025, 3, 3)) == 2
    assert streak(deck, date(2025, 3, 4)) == 1
    assert streak(deck, date(2025, 3, 6)) == 0


def test_hardest():
    deck = make_deck()
    deck.answer("tres", False, date(2025, 3, 4))
    assert [card.front for card in hardest(deck)] == ["dos", "tres"]
    assert [card.front for card in hardest(deck, count=1)] == ["dos"]
