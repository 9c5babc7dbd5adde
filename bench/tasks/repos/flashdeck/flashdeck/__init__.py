"""Vocabulary cards in boxes."""

from flashdeck.cards import Card
from flashdeck.deck import Deck
from flashdeck.importer import parse_cards

__all__ = ["Card", "Deck", "parse_cards"]
