"""Who is on which sailing."""

from dataclasses import dataclass

from ferrydeck.vehicles import Vehicle


class Full(Exception):
    """There is no room on the deck."""


@dataclass
class Booking:
    number: int
    code: str
    name: str
    vehicle: Vehicle


class Bookings:
    """The bookings on some sailings. A booking keeps its number for as long as it exists."""

    def __init__(self, sailings):
        self._sailings = {sailing.code: sailing for sailing in sailings}
        self._bookings = {}
        self._last = 0

    def add(self, code, name, vehicle):
        """Book a vehicle on a sailing; gives the booking's number. Raises Full if there is no room."""
        self._check_room(code, vehicle)
        self._last += 1
        self._bookings[self._last] = Booking(self._last, code, name, vehicle)
        return self._last

    def get(self, number):
        """A booking, or a KeyError."""
        return self._bookings[number]

    def cancel(self, number):
        """Take a booking away, and return it."""
        return self._bookings.pop(number)

    def move(self, number, code):
        """Put a booking on another sailing. Raises Full if there is no room on it."""
        booking = self.get(number)
        if code != booking.code:
            self._check_room(code, booking.vehicle)
        booking.code = code

    def on_sailing(self, code):
        """The bookings on a sailing, in the order in which they were made."""
        bookings = [booking for booking in self._bookings.values() if booking.code == code]
        return sorted(bookings, key=lambda booking: booking.number)

    def room_left(self, code):
        """The centimetres that are free on the deck of a sailing."""
        return self._sailings[code].deck - sum(booking.vehicle.room for booking in self.on_sailing(code))

    def _check_room(self, code, vehicle):
        left = self.room_left(code)
        if vehicle.room > left:
            raise Full(f"{code} has {left} cm left, {vehicle.kind} takes {vehicle.room} cm")
