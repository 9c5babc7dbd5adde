from datetime import date
from pathlib import Path

import pytest

from innkeep import Book, Taken, load_rooms

ROOMS = load_rooms(Path(__file__).parents[1] / "data" / "rooms.csv")


def july(day):
    return date(2026, 7, day)


@pytest.fixture
def book():
    book = Book(ROOMS)
    book.add("12", "Lindqvist", july(3), july(6))
    book.add("14", "Aalto", july(4), july(11))
    book.add("1", "Moe", july(3), july(4))
    return book


def numbers(rooms):
    return [room.number for room in rooms]


def test_taken(book):
    with pytest.raises(Taken, match="room 12 is let to Lindqvist until 2026-07-06"):
        book.add("12", "Berg", july(1), july(10))
    with pytest.raises(Taken):
        book.add("14", "Berg", july(5), july(6))
    with pytest.raises(ValueError, match="no such room"):
        book.add("13", "Berg", july(1), july(10))


def test_same_day(book):
    book.add("12", "Berg", july(6), july(8))
    book.add("12", "Dahl", july(1), july(3))
    assert len(book.bookings) == 5


def test_free(book):
    assert numbers(book.free(july(5), july(8))) == ["1", "2", "11", "21"]
    assert numbers(book.free(july(6), july(8))) == ["1", "2", "11", "12", "21"]


def test_free_with_beds(book):
    assert numbers(book.free(july(5), july(8), beds=2)) == ["11", "21"]
    assert numbers(book.free(july(5), july(8), beds=4)) == []
    assert numbers(book.free(july(11), july(12), beds=3)) == ["14", "21"]


def test_cancel(book):
    book.cancel(book.bookings[0])
    assert "12" in numbers(book.free(july(5), july(8)))


def test_lists(book):
    assert [one.guest for one in book.arrivals(july(3))] == ["Lindqvist", "Moe"]
    assert [one.guest for one in book.in_house(july(4))] == ["Aalto", "Lindqvist"]
    assert [one.guest for one in book.in_house(july(6))] == ["Aalto"]
