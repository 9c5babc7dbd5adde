"""The book of a small guest house."""

from innkeep.bill import Bill, parse_ages, tourist_tax
from innkeep.book import Book, Booking, Taken
from innkeep.rooms import Room, load_rooms
from innkeep.tariff import Season, Tariff, load_tariff, nights

__all__ = [
    "Bill",
    "Book",
    "Booking",
    "Room",
    "Season",
    "Taken",
    "Tariff",
    "load_rooms",
    "load_tariff",
    "nights",
    "parse_ages",
    "tourist_tax",
]
