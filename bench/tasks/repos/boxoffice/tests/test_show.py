import pytest

from boxoffice import Hall, Row, Seat, SeatError, Show, parse_seats


@pytest.fixture
def show():
    return Show("Test", Hall("Test", (Row("A", 4, "near"), Row("B", 5, "far"))))


def test_sell(show):
    sale = show.sell("Lena", "full", parse_seats("A1-A2"))
    assert show.sales == [sale]
    assert show.taken() == {Seat("A", 1), Seat("A", 2)}


def test_sold_already(show):
    show.sell("Lena", "full", parse_seats("A1-A2"))
    with pytest.raises(SeatError, match="A2 is sold"):
        show.sell("Ivo", "full", parse_seats("A2-A3"))
    with pytest.raises(SeatError, match="B1 is sold"):
        show.sell("Ivo", "full", parse_seats("B1, B1"))
    assert len(show.sales) == 1


def test_no_such_seat(show):
    with pytest.raises(ValueError, match="there is no seat A5"):
        show.sell("Lena", "full", parse_seats("A4-A5"))


def test_refund(show):
    sale = show.sell("Lena", "full", parse_seats("A1-A2"))
    show.refund(sale)
    assert show.taken() == set()
    assert show.sell("Ivo", "full", parse_seats("A2")).seats == [Seat("A", 2)]
    with pytest.raises(SeatError, match="refunded already"):
        show.refund(sale)


def test_together(show):
    assert show.together(2) == parse_seats("A1-A2")
    show.sell("Lena", "full", parse_seats("A2"))
    assert show.together(2) == parse_seats("A3-A4")
    assert show.together(5) == parse_seats("B1-B5")
    assert show.together(6) == []


def test_together_in_one_row(show):
    show.sell("Lena", "full", parse_seats("A1-A3"))
    assert show.together(2) == parse_seats("B1-B2")
    show.sell("Ivo", "full", parse_seats("B3"))
    assert show.together(3) == []
