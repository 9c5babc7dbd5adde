from datetime import datetime, timedelta

import pytest
from support import WORKSPACE
from vendbox import CoinBox, Journal, Machine, Sale, Slot


def journal(products, code=lambda number: f"A{number % 3}"):
    start = datetime(2025, 5, 2, 8)
    return Journal(
        Sale(start + timedelta(hours=7 * number), code(number), product, 100 + number)
        for number, product in enumerate(products)
    )


def pairs(found):
    return [tuple(each) for each in found]


@pytest.mark.parametrize(
    ("products", "best"),
    [
        ("", []),
        ("a", [("a", 1)]),
        ("ba", [("a", 1), ("b", 1)]),
        ("dcba", [("a", 1), ("b", 1), ("c", 1)]),
        ("abbccc", [("c", 3), ("b", 2), ("a", 1)]),
        ("cccbba", [("c", 3), ("b", 2), ("a", 1)]),
        ("zzyyxxa", [("x", 2), ("y", 2), ("z", 2)]),
        ("ddcaadcbe", [("d", 3), ("a", 2), ("c", 2)]),
    ],
)
def test_three(products, best):
    sales = journal(products)
    before = list(sales.sales)
    assert pairs(sales.favourites()) == best
    assert sales.sales == before


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 99])
def test_count(count):
    best = [("d", 12), ("a", 2), ("c", 2), ("b", 1), ("e", 1)]
    sales = journal("ecda" + "d" * 11 + "cab")
    assert pairs(sales.favourites(count)) == best[:count]
    assert pairs(sales.favourites(count=count)) == best[:count]


def test_none():
    assert pairs(journal("aab").favourites(0)) == []


def test_several_slots_have_it():
    assert pairs(journal(["Tea", "Nuts", "Tea"], code=lambda number: f"B{number}").favourites(1)) == [("Tea", 2)]


def test_our_sales():
    sales = Journal.load(WORKSPACE / "data" / "sales.csv")
    assert pairs(sales.favourites()) == [("Water", 3), ("Crunch bar", 2), ("Salted nuts", 2)]
    assert pairs(sales.favourites(9))[3:] == [("Apple juice", 1)]


def test_it_keeps_up():
    machine = Machine([Slot("A1", "Gum", 50, 9, 9), Slot("A2", "Bar", 50, 9, 9)], CoinBox())
    for code, best in [("A1", "Gum"), ("A2", "Bar"), ("A1", "Gum")]:
        machine.insert(50)
        machine.buy(code)
        assert machine.journal.favourites(1)[0][0] == best
    assert machine.journal.sold("Gum") == 2
    assert machine.journal.takings() == 150
