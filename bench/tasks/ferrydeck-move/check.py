from datetime import datetime

import pytest

from ferrydeck import Booking, Bookings, Full, Sailing, Vehicle

CAR = Vehicle("car", 430)
LORRY = Vehicle("lorry", 900)


@pytest.fixture
def bookings():
    return Bookings(Sailing(code, "hagen", datetime(2024, 6, 3, 8), 1000) for code in "ABC")


def test_full(bookings):
    hanne = bookings.add("A", "Hanne", CAR)
    ole = bookings.add("B", "Ole", LORRY)
    for _ in range(2):
        with pytest.raises(Full, match="B has 70 cm left, car takes 460 cm"):
            bookings.move(hanne, "B")
        assert bookings.get(hanne) == Booking(1, "A", "Hanne", CAR)
        assert bookings.get(ole) == Booking(2, "B", "Ole", LORRY)
        assert (bookings.room_left("A"), bookings.room_left("B")) == (540, 70)
    assert [booking.number for booking in bookings.on_sailing("A")] == [1]
    assert [booking.number for booking in bookings.on_sailing("B")] == [2]


def test_full_then_elsewhere(bookings):
    hanne = bookings.add("A", "Hanne", CAR)
    ole = bookings.add("B", "Ole", LORRY)
    with pytest.raises(Full):
        bookings.move(hanne, "B")
    bookings.move(hanne, "C")
    assert bookings.get(hanne).code == "C"
    bookings.cancel(ole)
    bookings.move(hanne, "B")
    assert bookings.get(hanne) == Booking(1, "B", "Hanne", CAR)
    assert [bookings.room_left(code) for code in "ABC"] == [1000, 540, 1000]


def test_no_such_sailing(bookings):
    hanne = bookings.add("A", "Hanne", CAR)
    with pytest.raises(KeyError):
        bookings.move(hanne, "Z")
    assert bookings.get(hanne) == Booking(1, "A", "Hanne", CAR)
    assert bookings.room_left("A") == 540


def test_no_such_booking(bookings):
    with pytest.raises(KeyError):
        bookings.move(7, "B")
    assert bookings.on_sailing("B") == []


def test_move(bookings):
    numbers = [bookings.add("A", name, CAR) for name in ("Hanne", "Ole")]
    for number in reversed(numbers):
        bookings.move(number, "B")
    assert bookings.on_sailing("A") == []
    assert [booking.name for booking in bookings.on_sailing("B")] == ["Hanne", "Ole"]
    assert (bookings.room_left("A"), bookings.room_left("B")) == (1000, 80)


def test_exactly_full_and_on_foot(bookings):
    number = bookings.add("A", "Pia", Vehicle("bus", 970))
    bookings.move(number, "B")
    assert bookings.room_left("B") == 0
    walker = bookings.add("A", "Bo", Vehicle("foot", 0))
    bookings.move(walker, "B")
    assert bookings.get(walker).code == "B"


def test_numbers_and_cancel(bookings):
    first = bookings.add("A", "Hanne", CAR)
    bookings.add("B", "Ole", LORRY)
    with pytest.raises(Full):
        bookings.move(first, "B")
    assert bookings.add("C", "Pia", CAR) == 3
    assert bookings.cancel(first).name == "Hanne"
    with pytest.raises(KeyError):
        bookings.get(first)
