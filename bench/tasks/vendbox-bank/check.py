import pytest
from vendbox import COINS, CoinBox, Machine, NoChange, Slot


@pytest.mark.parametrize(
    ("coins", "keep", "taken"),
    [
        ({200: 3, 50: 30}, 20, {50: 10}),
        ({200: 3}, 20, {}),
        ({200: 19, 100: 20, 50: 21}, 20, {50: 1}),
        ({200: 1, 5: 2}, 1, {5: 1}),
        ({200: 1, 5: 2}, 0, {200: 1, 5: 2}),
        ({10: 40, 20: 1, 100: 7}, 5, {100: 2, 10: 35}),
        ({}, 3, {}),
        ({}, 0, {}),
    ],
)
def test_empty(coins, keep, taken):
    box = CoinBox(coins)
    before = {coin: box.number(coin) for coin in COINS}
    total = box.total
    assert box.empty(keep=keep) == taken
    assert {coin: box.number(coin) for coin in COINS} == {
        coin: number - taken.get(coin, 0) for coin, number in before.items()
    }
    assert box.total == total - sum(coin * number for coin, number in taken.items())
    assert box.empty(keep) == {}


def test_less_and_less_is_kept():
    box = CoinBox({100: 9, 20: 4})
    assert box.empty(8) == {100: 1}
    assert box.empty(3) == {100: 5, 20: 1}
    assert box.empty() == {100: 3, 20: 3}
    assert box.total == 0


def test_negative_is_refused():
    box = CoinBox({100: 2})
    with pytest.raises(ValueError, match="not a number of coins"):
        box.empty(keep=-1)
    assert box.total == 200


def test_no_change_from_coins_that_are_not_there():
    machine = Machine([Slot("A1", "Gum", 80, 5, 5)], CoinBox({20: 1, 5: 2}))
    assert machine.box.empty(keep=10) == {}
    machine.insert(100)
    assert machine.buy("A1") == ("Gum", [20])
    machine.insert(100)
    with pytest.raises(NoChange):
        machine.buy("A1")
    assert machine.cancel() == [100]
