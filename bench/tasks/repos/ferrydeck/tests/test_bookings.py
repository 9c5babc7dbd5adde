from datetime import datetime

import pytest

from ferrydeck import Bookings, Full, Sailing, Vehicle

CAR = Vehicle("car", 430)
LORRY = Vehicle("lorry", 900)


@pytest.fixture
def bookings():
    return Bookings(
        [
            Sailing("A", "hagen", datetime(2024, 6, 3, 8), 1000),
            Sailing("B", "hagen", datetime(2024, 6, 3, 12), 1000),
        ]
    )


def test_add(bookings):
    assert bookings.add("A", "Hanne", CAR) == 1
    assert bookings.add("A", "Ole", CAR) == 2
    assert bookings.room_left("A") == 80
    assert [booking.name for booking in bookings.on_sailing("A")] == ["Hanne", "Ole"]
    with pytest.raises(KeyError):
        bookings.add("C", "Pia", CAR)


def test_full(bookings):
    bookings.add("A", "Hanne", LORRY)
    with pytest.raises(Full, match="A has 70 cm left, car takes 460 cm"):
        bookings.add("A", "Ole", CAR)
    assert bookings.add("A", "Pia", Vehicle("foot", 0)) == 2


def test_cancel(bookings):
    number = bookings.add("A", "Hanne", LORRY)
    assert bookings.cancel(number).name == "Hanne"
    assert bookings.room_left("A") == 1000
    with pytest.raises(KeyError):
        bookings.get(number)


def test_move(bookings):
    number = bookings.add("A", "Hanne", CAR)
    bookings.move(number, "B")
    assert bookings.get(number).code == "B"
    assert bookings.room_left("A") == 1000
    assert bookings.room_left("B") == 540


def test_move_to_a_full_sailing(bookings):
    number = bookings.add("A", "Hanne", CAR)
    bookings.add("B", "Ole", LORRY)
    with pytest.raises(Full):
        bookings.move(number, "B")
    assert bookings.get(number).code == "A"
