import pytest

from boxoffice import Hall, Prices, Row, Sale, parse_seats
from boxoffice.prices import money

PRICES = Prices({"near": 2000, "far": 1250}, {"full": 0, "student": 30, "child": 50})
HALL = Hall("Test", (Row("A", 10, "near"), Row("B", 20, "far")))


@pytest.mark.parametrize(
    ("category", "kind", "cents"),
    [("near", "full", 2000), ("far", "full", 1250), ("far", "child", 630), ("far", "student", 880)],
)
def test_ticket(category, kind, cents):
    assert PRICES.ticket(category, kind) == cents


def test_no_such_kind():
    with pytest.raises(ValueError, match="no ticket 'dog', only full, student, child"):
        PRICES.ticket("near", "dog")


@pytest.mark.parametrize(
    ("seats", "cents"),
    [("A1", 2000), ("B1-B9", 11250), ("B1-B10", 11250), ("A1-A9, B1", 18000), ("B1-B20", 22500)],
)
def test_sale(seats, cents):
    assert PRICES.sale(HALL, Sale("Lena", "full", parse_seats(seats))) == cents


def test_money():
    assert [money(cents) for cents in (5, 1250, 100000)] == ["0.05", "12.50", "1000.00"]
