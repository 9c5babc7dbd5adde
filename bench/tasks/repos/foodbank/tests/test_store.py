from datetime import date

import pytest

from foodbank.store import Lot, NotEnough, Store

DAY = date(2025, 3, 14)
SOON = date(2025, 3, 18)
LATER = date(2025, 6, 1)
PAST = date(2025, 3, 1)


@pytest.fixture
def store():
    return Store([Lot("milk", 6, LATER), Lot("milk", 4, SOON), Lot("milk", 3, PAST), Lot("rice", 5)])


def test_count(store):
    assert store.count("milk", DAY) == 10
    assert store.count("rice", DAY) == 5
    assert store.count("tins", DAY) == 0


def test_items(store):
    assert store.items(DAY) == {"milk": 10, "rice": 5}


def test_the_same_date_is_the_same_lot(store):
    store.add("milk", 2, SOON)
    assert Lot("milk", 6, SOON) in store.lots
    assert len(store.lots) == 4


def test_first_what_has_to_be_eaten_first(store):
    store.take("milk", 5, DAY)
    assert [lot for lot in store.lots if lot.item == "milk"] == [Lot("milk", 5, LATER), Lot("milk", 3, PAST)]


def test_not_enough(store):
    with pytest.raises(NotEnough, match="not enough milk for 11"):
        store.take("milk", 11, DAY)


def test_count_must_be_positive(store):
    with pytest.raises(ValueError, match="at least 1"):
        store.add("milk", 0)
    with pytest.raises(ValueError, match="at least 1"):
        store.take("milk", 0, DAY)


def test_clear_expired(store):
    assert store.expired(DAY) == [Lot("milk", 3, PAST)]
    assert store.clear_expired(DAY) == 3
    assert store.expired(DAY) == []
    assert store.count("milk", DAY) == 10
