from datetime import date

import pytest
from support import WORKSPACE

from innkeep import Book, Room, Taken, load_rooms

ROOMS = load_rooms(WORKSPACE / "data" / "rooms.csv")


def july(day):
    return date(2026, 7, day)


def numbers(rooms):
    return [room.number for room in rooms]


@pytest.fixture
def book():
    book = Book(ROOMS)
    book.add("12", "Lindqvist", july(3), july(6))
    book.add("14", "Aalto", july(4), july(11))
    book.add("1", "Moe", july(3), july(4))
    return book


@pytest.mark.parametrize(
    ("first", "last", "beds", "expected"),
    [
        (5, 8, 1, ["1", "2", "11", "21"]), (5, 8, 2, ["11", "21"]), (5, 8, 3, ["21"]), (5, 8, 4, []),
        (6, 8, 2, ["11", "12", "21"]), (1, 4, 4, ["14"]), (1, 5, 4, []), (11, 12, 3, ["14", "21"]), (11, 12, 4, ["14"]),
        (11, 12, 5, []), (3, 4, 1, ["2", "11", "14", "21"]), (20, 21, 2, ["11", "12", "14", "21"]),
    ],
)  # fmt: skip
def test_beds(book, first, last, beds, expected):
    assert numbers(book.free(july(first), july(last), beds=beds)) == expected


def test_without(book):
    assert numbers(book.free(july(5), july(8))) == ["1", "2", "11", "21"]
    assert numbers(book.free(july(6), july(8))) == ["1", "2", "11", "12", "21"]
    assert numbers(book.free(july(20), july(21))) == [room.number for room in ROOMS]


def test_order_of_the_house():
    rooms = [Room("9", "hall", 8), Room("3", "double", 2), Room("4", "single", 1), Room("2", "family", 5)]
    book = Book(rooms)
    assert book.free(july(1), july(2), beds=2) == [rooms[0], rooms[1], rooms[3]]
    assert book.free(july(1), july(2), beds=5) == [rooms[0], rooms[3]]
    assert book.free(july(1), july(2)) == rooms
    assert book.rooms == rooms


def test_not_a_stay(book):
    for options in ({}, {"beds": 2}, {"beds": 9}):
        with pytest.raises(ValueError, match="not a stay"):
            book.free(july(5), july(5), **options)


def test_others(book):
    with pytest.raises(Taken, match="room 12 is let to Lindqvist"):
        book.add("12", "Berg", july(1), july(10))
    booking = book.add("21", "Berg", july(1), july(10))
    assert numbers(book.free(july(5), july(8), beds=2)) == ["11"]
    book.cancel(booking)
    assert numbers(book.free(july(5), july(8), beds=2)) == ["11", "21"]
