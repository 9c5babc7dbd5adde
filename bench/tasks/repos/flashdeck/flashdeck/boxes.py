"""The boxes: how long a card rests in each, and how it moves between them."""

from datetime import timedelta

from flashdeck.cards import Answer

FIRST = 1
LAST = 5
REST_DAYS = {1: 1, 2: 3, 3: 7, 4: 16, 5: 35}


def next_box(box, known):
    """The box after an answer: one up when it was known, else the first one."""
    if not known:
        return FIRST
    return min(box + 1, LAST)


def record(card, known, today):
    """Note an answer, move the card and set the day on which it is due again."""
    card.answers.append(Answer(today, known))
    card.box = next_box(card.box, known)
    card.due = today + timedelta(days=REST_DAYS[card.box])
