"""Who has which room, and when."""

from dataclasses import dataclass
from datetime import date

from innkeep.tariff import nights


class Taken(Exception):
    """The room is let already."""


@dataclass(frozen=True)
class Booking:
    room: str
    guest: str
    arrival: date
    departure: date

    def overlaps(self, arrival, departure):
        """Whether the booking has a night in common with a stay."""
        return self.arrival < departure and arrival < self.departure


class Book:
    def __init__(self, rooms):
        self.rooms = list(rooms)
        self.bookings = []

    def add(self, number, guest, arrival, departure):
        """Let a room; return the booking."""
        if all(room.number != number for room in self.rooms):
            raise ValueError(f"no such room: {number}")
        nights(arrival, departure)
        other = self._taken(number, arrival, departure)
        if other:
            raise Taken(f"room {number} is let to {other.guest} until {other.departure}")
        booking = Booking(number, guest, arrival, departure)
        self.bookings.append(booking)
        return booking

    def cancel(self, booking):
        self.bookings.remove(booking)

    def free(self, arrival, departure, beds=1):
        """The rooms with at least so many beds that nobody has during a stay, in the order of the house."""
        nights(arrival, departure)
        return [room for room in self.rooms if room.beds >= beds and not self._taken(room.number, arrival, departure)]

    def arrivals(self, day):
        """The bookings of those who come on a day, by name."""
        return sorted((one for one in self.bookings if one.arrival == day), key=lambda one: one.guest)

    def in_house(self, day):
        """The bookings of those who stay for the night of a day, by name."""
        return sorted((one for one in self.bookings if one.arrival <= day < one.departure), key=lambda one: one.guest)

    def _taken(self, number, arrival, departure):
        """The first booking that is in the way of another, or None."""
        return next((one for one in self.bookings if one.room == number and one.overlaps(arrival, departure)), None)
