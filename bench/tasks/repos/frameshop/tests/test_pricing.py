import pytest

from pricing import discount_percent, euros, load_prices, order_price, piece_price
from sizes import Size

PRICES = {
    "moulding": {"oak": 16},
    "glass": {"clear": 1.5},
    "mat": {"per_cm2": 0.5},
    "discount": [{"pieces": 3, "percent": 5}, {"pieces": 10, "percent": 15}],
}


def test_piece_price():
    assert piece_price(Size(20, 30), "oak", "clear", PRICES) == 1600 + 900


def test_piece_price_with_mat():
    assert piece_price(Size(20, 30), "oak", "clear", PRICES, mat=5) == 2240 + 1800 + 300


@pytest.mark.parametrize(("pieces", "percent"), [(1, 0), (2, 0), (3, 5), (9, 5), (10, 15), (25, 15)])
def test_discount(pieces, percent):
    assert discount_percent(pieces, PRICES) == percent


def test_order_price():
    assert order_price(2500, 2, PRICES) == 5000
    assert order_price(2500, 4, PRICES) == 9500


def test_euros():
    assert [euros(cents) for cents in (5, 1250, 100)] == ["0.05 EUR", "12.50 EUR", "1.00 EUR"]


def test_our_prices():
    assert load_prices()["moulding"]["pine"] > 0
