from datetime import date
from itertools import permutations

import pytest
from foodbank import parcels
from foodbank.parcels import Household, Packer
from foodbank.store import Lot, Store
from support import run_python

DAY = date(2025, 3, 14)
ALL = {"bread": 1, "milk": 2, "pasta": 1, "rice": 1, "tins": 3}
AVOIDS = {"A": {"milk"}, "B": set(), "C": {"tins", "pasta"}, "D": set(ALL), "E": {"eggs"}}
HOUSEHOLDS = {name: Household(name, 1, avoids=frozenset(avoids)) for name, avoids in AVOIDS.items()}


def full_store():
    return Store(Lot(item, 500) for item in ALL)


@pytest.mark.parametrize("order", list(permutations("ABCDE"))[::7])
def test_any_order(order):
    packer = Packer(full_store())
    for name in order:
        expected = {item: count for item, count in ALL.items() if item not in AVOIDS[name]}
        assert packer.wanted(HOUSEHOLDS[name]) == expected
        parcel = packer.pack(HOUSEHOLDS[name], DAY)
        assert (parcel.items, parcel.missing) == (expected, {})


def test_the_same_one_twice():
    packer = Packer(full_store())
    for _ in range(3):
        assert list(packer.wanted(HOUSEHOLDS["A"])) == ["bread", "pasta", "rice", "tins"]
        assert packer.wanted(Household("F", 2, 1)) == {"bread": 2, "milk": 5, "pasta": 2, "rice": 1, "tins": 7}


def test_nothing_else_is_changed():
    given, before = {"bread": 1, "milk": 1}, dict(parcels.STANDARD)
    packer = Packer(full_store(), given)
    assert packer.wanted(HOUSEHOLDS["A"]) == {"bread": 1}
    assert packer.amounts == {"bread": 1, "milk": 1}
    assert given == {"bread": 1, "milk": 1}
    Packer(full_store()).wanted(HOUSEHOLDS["D"])
    assert parcels.STANDARD == before
    assert Packer(full_store(), {}).wanted(HOUSEHOLDS["B"]) == {}


def test_two_packers():
    first, second = Packer(full_store()), Packer(full_store())
    first.wanted(HOUSEHOLDS["D"])
    assert second.wanted(HOUSEHOLDS["B"]) == ALL


def test_the_command(tmp_path):
    (tmp_path / "stock.csv").write_text("item,count,best_before\nmilk,50,\nbread,50,\n")
    (tmp_path / "households.csv").write_text("name,adults,children,avoids\nMeier,1,0,milk rice tins pasta\nOkoye,1,0,\n")
    (tmp_path / "visits.csv").write_text("name,day\n")
    done = run_python("-m", "foodbank", "--data", str(tmp_path), "pack", "Meier", "Okoye")
    missing = ["  missing: 1 pasta", "  missing: 1 rice", "  missing: 3 tins"]
    assert done.stdout.splitlines() == [
        "Meier: 1 pieces", "    1 bread", "Okoye: 3 pieces", "    1 bread", "    2 milk", *missing,
    ]  # fmt: skip
