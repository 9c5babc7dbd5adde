from datetime import date, timedelta

import pytest

from flashdeck import Card, Deck
from flashdeck.cli import main
from flashdeck.stats import cards_per_box, success_rate
from flashdeck.store import load_deck

TODAY = date(2025, 6, 30)


@pytest.mark.parametrize("known", [[True], [False], [True, True, True], [True, False]])
def test_like_new(known):
    deck = Deck([Card("ja", "yes", frozenset({"short"})), Card("nein", "no")])
    for day, answer in enumerate(known):
        deck.answer("ja", answer, TODAY + timedelta(days=day))
    deck.answer("nein", True, TODAY)
    deck.reset("ja")
    assert deck.lookup("ja") == Card("ja", "yes", frozenset({"short"}))
    assert deck.lookup("ja").is_new()
    assert deck.lookup("nein").due == date(2025, 7, 3)
    assert [card.front for card in deck.due(TODAY)] == ["ja"]
    assert [card.front for card in deck] == ["ja", "nein"]
    assert sum(cards_per_box(deck).values()) == 1
    assert success_rate(deck) == 1


def test_a_new_card_can_be_forgotten():
    deck = Deck([Card("ja", "yes")])
    deck.reset("ja")
    assert deck.lookup("ja") == Card("ja", "yes")
    with pytest.raises(KeyError):
        deck.reset("oui")


def test_answers_go_on_after_it():
    deck = Deck([Card("ja", "yes")])
    deck.answer("ja", True, TODAY)
    assert deck.lookup("ja").due == date(2025, 7, 3)
    deck.reset("ja")
    card = deck.answer("ja", True, TODAY)
    assert (card.box, card.due, len(card.answers)) == (2, date(2025, 7, 3), 1)


def test_the_command(tmp_path, capsys):
    words = tmp_path / "words.txt"
    words.write_text("ja = yes\nnein = no\n")
    options = ["--deck", str(tmp_path / "deck.json"), "--today", "2025-06-30"]
    for command in (["import", str(words)], ["answer", "ja", "yes"], ["forget", "ja"], ["due"]):
        assert main([*options, *command]) == 0
    assert capsys.readouterr().out.splitlines()[-3:] == ["ja is new again", "1  ja", "1  nein"]
    assert load_deck(tmp_path / "deck.json").lookup("ja") == Card("ja", "yes")
