"""Bookings for the ferries."""

from ferrydeck.bookings import Booking, Bookings, Full
from ferrydeck.fares import Tariff, load_tariff, quote
from ferrydeck.sailings import Sailing, load_sailings, next_sailing
from ferrydeck.vehicles import Vehicle, parse_vehicle

__all__ = [
    "Booking",
    "Bookings",
    "Full",
    "Sailing",
    "Tariff",
    "Vehicle",
    "load_sailings",
    "load_tariff",
    "next_sailing",
    "parse_vehicle",
    "quote",
]
