"""All cards of a learner."""

from flashdeck.boxes import record


class Deck:
    def __init__(self, cards=()):
        self._cards = {}
        for card in cards:
            self.add(card)

    def __iter__(self):
        return iter(self._cards.values())

    def __len__(self):
        return len(self._cards)

    def add(self, card):
        """Add a card. Raises ValueError when there is a card with the same front already."""
        if card.front in self._cards:
            raise ValueError(f"there is a card {card.front!r} already")
        self._cards[card.front] = card

    def merge(self, cards):
        """Add the cards whose front is not there yet; returns how many were added."""
        added = 0
        for card in cards:
            if card.front not in self._cards:
                self.add(card)
                added += 1
        return added

    def lookup(self, front):
        """The card with that front. Raises KeyError when there is none."""
        return self._cards[front]

    def tagged(self, tag):
        return [card for card in self if tag in card.tags]

    def due(self, today, limit=None, tag=None):
        """The cards to ask today, lowest box first, at most `limit` of them. Within a box the order is that of adding.

        With a `tag`, only cards that have it.
        """
        cards = self if tag is None else self.tagged(tag)
        cards = sorted((card for card in cards if card.is_due(today)), key=lambda card: card.box)
        return cards if limit is None else cards[:limit]

    def answer(self, front, known, today):
        """Record an answer to the card with that front and return the card."""
        card = self.lookup(front)
        record(card, known, today)
        return card

    def reset(self, front):
        """Put a card back as if it had never been asked."""
        card = self.lookup(front)
        card.box = 1
        card.due = None
        card.answers.clear()
