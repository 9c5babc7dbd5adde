from datetime import datetime

import pytest

from vendbox import CoinBox, Machine, NotEnough, Slot, SoldOut

NOON = datetime(2025, 5, 2, 12)


@pytest.fixture
def machine():
    slots = [Slot("A1", "Crunch bar", 150, 10, 2), Slot("B1", "Water", 120, 8)]
    return Machine(slots, CoinBox({50: 2, 20: 2}), clock=lambda: NOON)


def test_buy(machine):
    assert machine.insert(100) == 100
    assert machine.insert(100) == 200
    assert machine.buy("a1") == ("Crunch bar", [50])
    assert machine.credit == 0
    assert machine.slot("A1").count == 1
    assert [(sale.time, sale.price) for sale in machine.journal.sales] == [(NOON, 150)]


def test_exactly_enough(machine):
    machine.insert(100)
    machine.insert(50)
    assert machine.buy("A1") == ("Crunch bar", [])


def test_not_enough(machine):
    machine.insert(100)
    with pytest.raises(NotEnough) as caught:
        machine.buy("A1")
    assert caught.value.missing == 50
    assert machine.credit == 100


def test_sold_out(machine):
    machine.insert(200)
    with pytest.raises(SoldOut):
        machine.buy("B1")
    assert machine.cancel() == [200]


def test_cancel(machine):
    machine.insert(100)
    machine.insert(20)
    assert machine.cancel() == [100, 20]
    assert machine.cancel() == []
    assert machine.box.total == 140


def test_unknown_slot(machine):
    with pytest.raises(KeyError, match="no slot C9"):
        machine.buy("C9")


def test_fill_list(machine):
    assert machine.fill_list() == {"Crunch bar": 8, "Water": 8}
    machine.slot("B1").refill(8)
    assert machine.fill_list() == {"Crunch bar": 8}


def test_refill(machine):
    slot = machine.slot("A1")
    assert slot.refill(3) == 0
    assert slot.refill(7) == 2
    assert slot.count == 10
