from datetime import date

from foodbank.parcels import Household, Packer
from foodbank.store import Lot, Store

DAY = date(2025, 3, 14)


def full_store():
    return Store(Lot(item, 50) for item in ("bread", "milk", "pasta", "rice", "tins"))


def test_wanted():
    packer = Packer(full_store())
    assert packer.wanted(Household("A", 2)) == {"bread": 2, "milk": 4, "pasta": 2, "rice": 1, "tins": 6}
    assert packer.wanted(Household("B", 1)) == {"bread": 1, "milk": 2, "pasta": 1, "rice": 1, "tins": 3}


def test_children_count_half():
    assert Packer(full_store()).wanted(Household("A", 1, 2))["tins"] == 6


def test_what_a_household_avoids():
    household = Household("A", 1, avoids=frozenset({"milk", "pasta"}))
    assert list(Packer(full_store()).wanted(household)) == ["bread", "rice", "tins"]


def test_pack():
    store = full_store()
    parcel = Packer(store).pack(Household("A", 2), DAY)
    assert parcel.items == {"bread": 2, "milk": 4, "pasta": 2, "rice": 1, "tins": 6}
    assert parcel.missing == {}
    assert parcel.pieces == 15
    assert store.count("tins", DAY) == 44


def test_missing():
    store = Store([Lot("bread", 1), Lot("milk", 9)])
    parcel = Packer(store, {"bread": 1, "milk": 1, "tins": 2}).pack(Household("A", 2), DAY)
    assert parcel.items == {"bread": 1, "milk": 2}
    assert parcel.missing == {"bread": 1, "tins": 4}
    assert store.items(DAY) == {"milk": 7}
