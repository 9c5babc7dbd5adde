"""How well it goes."""

from datetime import timedelta

from flashdeck.boxes import FIRST, LAST


def cards_per_box(deck):
    """How many cards are in each box, new cards not counted: `{1: 4, 2: 0, ...}`."""
    counts = dict.fromkeys(range(FIRST, LAST + 1), 0)
    for card in deck:
        if not card.is_new():
            counts[card.box] += 1
    return counts


def success_rate(deck, since=None):
    """The share of known answers, between 0 and 1, from the day `since` on; None when there are no answers."""
    answers = [answer for card in deck for answer in card.answers if since is None or answer.day >= since]
    if not answers:
        return None
    return sum(answer.known for answer in answers) / len(answers)


def streak(deck, today):
    """How many days in a row, up to today, something was answered. A today without answers does not break it yet."""
    days = {answer.day for card in deck for answer in card.answers}
    day = today if today in days else today - timedelta(days=1)
    count = 0
    while day in days:
        count += 1
        day -= timedelta(days=1)
    return count


def hardest(deck, count=3):
    """The cards with the most unknown answers, the worst first; cards that were always known are left out."""
    misses = [(sum(not answer.known for answer in card.answers), card) for card in deck]
    misses = [(number, card) for number, card in misses if number]
    misses.sort(key=lambda pair: (-pair[0], pair[1].front))
    return [card for _, card in misses[:count]]
