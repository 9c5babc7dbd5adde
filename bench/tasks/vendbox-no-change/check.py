from datetime import datetime

import pytest
from vendbox import COINS, CoinBox, Machine, NoChange, NotEnough, Slot, SoldOut

NOON = datetime(2025, 5, 2, 12)


def new_machine(coins=None):
    slots = [
        Slot("A1", "Crunch bar", 150, 10, 2),
        Slot("A2", "Nuts", 200, 10, 1),
        Slot("B1", "Water", 120, 8),
        Slot("B2", "Gum", 85, 8, 1),
    ]
    return Machine(slots, CoinBox(coins), clock=lambda: NOON)


def state(machine):
    return (
        machine.credit,
        [slot.count for slot in machine.slots.values()],
        [machine.box.number(coin) for coin in COINS],
        len(machine.journal),
    )


@pytest.mark.parametrize(
    ("coins", "inserted", "code"),
    [
        ({}, [200], "A1"),
        ({}, [100, 100], " a1"),
        ({20: 2}, [200], "A1"),
        ({200: 3, 100: 3}, [200], "A1"),
        ({}, [100], "B2"),
        ({10: 9}, [50, 50], "b2"),
        ({50: 9}, [100, 20, 20, 20], "A1"),
    ],
)
def test_as_if_nobody_had_tried(coins, inserted, code):
    machine = new_machine(coins)
    for coin in inserted:
        machine.insert(coin)
    before = state(machine)
    for _ in range(3):
        with pytest.raises(NoChange):
            machine.buy(code)
        assert state(machine) == before
    assert machine.cancel() == inserted
    assert machine.credit == 0
    assert machine.box.total == CoinBox(coins).total


def test_it_goes_on():
    machine = new_machine()
    machine.insert(200)
    with pytest.raises(NoChange):
        machine.buy("A1")
    assert machine.buy("A2") == ("Nuts", [])
    assert (machine.credit, machine.slot("A2").count, machine.slot("A1").count) == (0, 0, 2)
    assert [sale.code for sale in machine.journal.sales] == ["A2"]

    machine.insert(200)
    with pytest.raises(NoChange):
        machine.buy("A1")
    machine.box.add(50, 2)
    assert machine.buy("A1") == ("Crunch bar", [50])
    assert (machine.credit, machine.box.total, machine.cancel()) == (0, 450, [])
    assert machine.journal.takings() == 350


def test_to_buy_is_as_before():
    machine = new_machine({50: 1, 20: 2, 10: 1})
    machine.insert(100)
    machine.insert(100)
    assert machine.buy("a1") == ("Crunch bar", [50])
    assert (machine.credit, machine.slot("A1").count, machine.box.total) == (0, 1, 250)
    assert [(each.time, each.code, each.product, each.price) for each in machine.journal.sales] == [
        (NOON, "A1", "Crunch bar", 150)
    ]
    # The coins that are put in may themselves be the change.
    for coin in (100, 50, 20):
        machine.insert(coin)
    assert machine.buy("A1") == ("Crunch bar", [20])


def test_other_refusals_are_as_before():
    machine = new_machine()
    machine.insert(100)
    before = state(machine)
    with pytest.raises(NotEnough) as caught:
        machine.buy("A1")
    assert caught.value.missing == 50
    with pytest.raises(SoldOut):
        machine.buy("B1")
    with pytest.raises(KeyError, match="no slot C1"):
        machine.buy("C1")
    assert state(machine) == before
    assert machine.cancel() == [100]


def test_the_box_still_says_no():
    box = CoinBox({50: 1})
    with pytest.raises(NoChange, match="20 cents"):
        box.pay_out(20)
    assert box.total == 50
