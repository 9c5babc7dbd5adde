from datetime import date, timedelta

import pytest
from foodbank.parcels import Household, Packer
from foodbank.store import Lot, NotEnough, Store
from support import run_python

DAY = date(2025, 3, 14)


@pytest.mark.parametrize("best_before", [DAY, date(2024, 2, 29), date(2025, 12, 31), date(2025, 1, 1)])
@pytest.mark.parametrize(("days", "good"), [(-400, True), (-1, True), (0, True), (1, False), (2, False), (400, False)])
def test_days(best_before, days, good):
    day = best_before + timedelta(days=days)
    store = Store([Lot("bread", 12, best_before)])
    assert Lot("bread", 1, best_before).good_on(day) is good
    assert store.count("bread", day) == (12 if good else 0)
    assert store.items(day) == ({"bread": 12} if good else {})
    assert store.expired(day) == ([] if good else [Lot("bread", 12, best_before)])
    assert store.clear_expired(day) == (0 if good else 12)
    assert len(store.lots) == good


def test_no_date():
    store = Store([Lot("rice", 5)])
    assert store.count("rice", date.max) == 5
    assert store.clear_expired(date.max) == 0


def test_take():
    store = Store([Lot("milk", 3, DAY + timedelta(days=1)), Lot("milk", 2, DAY), Lot("milk", 9, DAY - timedelta(days=1))])
    with pytest.raises(NotEnough):
        store.take("milk", 6, DAY)
    store.take("milk", 3, DAY)
    assert store.lots == [Lot("milk", 2, DAY + timedelta(days=1)), Lot("milk", 9, DAY - timedelta(days=1))]


def test_pack():
    parcel = Packer(Store([Lot("bread", 1, DAY)]), {"bread": 1}).pack(Household("A", 2), DAY)
    assert (parcel.items, parcel.missing) == ({"bread": 1}, {"bread": 1})


def test_the_command():
    for day, bread, gone in [
        ("2025-03-13", "  18 bread", []),
        ("2025-03-14", "  18 bread", []),
        ("2025-03-15", "   6 bread", ["  12 bread (2025-03-14)"]),
    ]:
        assert bread in run_python("-m", "foodbank", "--day", day, "stock").stdout.splitlines()
        expired = run_python("-m", "foodbank", "--day", day, "expired").stdout.splitlines()
        assert expired == [*gone, "   4 milk (2025-03-12)"]
