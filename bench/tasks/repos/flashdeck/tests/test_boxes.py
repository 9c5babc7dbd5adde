from datetime import date

import pytest

from flashdeck import Card
from flashdeck.boxes import next_box, record

TODAY = date(2025, 2, 24)


@pytest.mark.parametrize(("box", "known", "after"), [(1, True, 2), (4, True, 5), (5, True, 5), (4, False, 1), (1, False, 1)])
def test_next_box(box, known, after):
    assert next_box(box, known) == after


def test_record():
    card = Card("la mesa", "the table")
    assert card.is_new()
    assert card.is_due(TODAY)
    record(card, True, TODAY)
    assert (card.box, card.due) == (2, date(2025, 2, 27))
    assert not card.is_new()
    assert not card.is_due(date(2025, 2, 26))
    assert card.is_due(date(2025, 2, 27))
    record(card, True, date(2025, 2, 27))
    assert (card.box, card.due) == (3, date(2025, 3, 6))
    record(card, False, date(2025, 3, 6))
    assert (card.box, card.due) == (1, date(2025, 3, 7))
