from copy import deepcopy
from datetime import date

import pytest
from foodbank.cli import main
from foodbank.parcels import Household, Packer
from foodbank.store import Lot, NotEnough, Store

DAY, PAST, SOON, LATER = date(2025, 3, 14), date(2025, 3, 1), date(2025, 3, 18), date(2025, 6, 1)
LOTS = [Lot("milk", 6, LATER), Lot("rice", 5), Lot("milk", 4, SOON), Lot("milk", 3, PAST)]


@pytest.mark.parametrize(
    ("item", "count"), [("milk", 11), ("milk", 13), ("milk", 14), ("milk", 1000), ("rice", 6), ("tins", 1)]
)
def test_not_enough(item, count):
    store = Store(LOTS)
    before = deepcopy(store.lots)
    with pytest.raises(NotEnough, match=f"^not enough {item} for {count}$"):
        store.take(item, count, DAY)
    assert store.lots == before
    store.take("milk", 10, DAY)
    assert store.lots == [Lot("rice", 5), Lot("milk", 3, PAST)]


@pytest.mark.parametrize(
    ("count", "lots"),
    [
        (1, [Lot("milk", 6, LATER), LOTS[1], Lot("milk", 3, SOON)]),
        (4, [Lot("milk", 6, LATER), LOTS[1]]),
        (5, [Lot("milk", 5, LATER), LOTS[1]]),
        (10, [LOTS[1]]),
    ],
)
def test_enough(count, lots):
    store = Store(LOTS)
    assert store.take("milk", count, DAY) is None
    assert store.lots == [*lots, Lot("milk", 3, PAST)]


def test_one_after_the_other():
    store = Store([Lot("tins", 3), Lot("tins", 2, LATER)])
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(NotEnough):
            store.take("tins", left + 2, DAY)
        store.take("tins", 1, DAY)
        assert store.count("tins", DAY) == left


@pytest.mark.parametrize("count", [0, -1])
def test_wrong_count(count):
    store = Store(LOTS)
    with pytest.raises(ValueError, match="at least 1"):
        store.take("milk", count, DAY)
    assert store.lots == Store(LOTS).lots


def test_pack():
    store = Store(LOTS)
    parcel = Packer(store, {"milk": 6, "rice": 1}).pack(Household("A", 2), DAY)
    assert (parcel.items, parcel.missing) == ({"milk": 10, "rice": 2}, {"milk": 2})
    assert store.lots == [Lot("rice", 3), Lot("milk", 3, PAST)]


def test_the_command(tmp_path, capsys):
    (tmp_path / "stock.csv").write_text("item,count,best_before\ntins,40,2027-01-31\n")
    assert main(["--data", str(tmp_path), "--day", "2025-03-14", "take", "tins", "50"]) == 1
    assert capsys.readouterr().err == "foodbank: not enough tins for 50\n"
    assert (tmp_path / "stock.csv").read_text() == "item,count,best_before\ntins,40,2027-01-31\n"
    assert main(["--data", str(tmp_path), "--day", "2025-03-14", "take", "tins", "5"]) == 0
    assert (tmp_path / "stock.csv").read_text() == "item,count,best_before\ntins,35,2027-01-31\n"
