import pytest

from vendbox import COINS, CoinBox, NoChange


def test_total():
    assert CoinBox({200: 2, 5: 3}).total == 415
    assert CoinBox().total == 0


def test_a_strange_coin():
    with pytest.raises(ValueError, match="not a coin"):
        CoinBox().add(25)


def test_pay_out():
    box = CoinBox({100: 1, 50: 2, 20: 5})
    assert box.pay_out(190) == [100, 50, 20, 20]
    assert box.number(20) == 3
    assert box.total == 110


def test_the_largest_coin_is_not_always_right():
    assert CoinBox({50: 1, 20: 3}).pay_out(60) == [20, 20, 20]


def test_no_change():
    box = CoinBox({50: 1})
    with pytest.raises(NoChange):
        box.pay_out(20)
    assert box.total == 50


def test_empty():
    box = CoinBox(dict.fromkeys(COINS, 25))
    box.add(100, 3)
    assert box.empty(keep=24) == {200: 1, 100: 4, 50: 1, 20: 1, 10: 1, 5: 1}
    assert box.empty(keep=24) == {}
    assert box.total == 24 * sum(COINS)
    box.empty()
    assert box.total == 0
