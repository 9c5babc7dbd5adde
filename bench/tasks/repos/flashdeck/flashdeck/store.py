"""Saves a deck as JSON."""

import json
from datetime import date
from pathlib import Path

from flashdeck.cards import Answer, Card
from flashdeck.deck import Deck


def save_deck(deck, path):
    Path(path).write_text(json.dumps([_to_dict(card) for card in deck], indent=1, ensure_ascii=False), encoding="utf-8")


def load_deck(path):
    """The deck in a file; an empty one when the file does not exist."""
    path = Path(path)
    if not path.exists():
        return Deck()
    return Deck(_from_dict(data) for data in json.loads(path.read_text(encoding="utf-8")))


def _to_dict(card):
    return {
        "front": card.front,
        "back": card.back,
        "tags": sorted(card.tags),
        "box": card.box,
        "due": card.due.isoformat() if card.due else None,
        "answers": [[answer.day.isoformat(), answer.known] for answer in card.answers],
    }


def _from_dict(data):
    return Card(
        data["front"],
        data["back"],
        frozenset(data["tags"]),
        data["box"],
        date.fromisoformat(data["due"]) if data["due"] else None,
        [Answer(date.fromisoformat(day), known) for day, known in data["answers"]],
    )
