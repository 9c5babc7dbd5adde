"""The appointments of a practice."""

from dataclasses import dataclass
from datetime import date

from vetbook.times import time_text

STEP = 5


class Closed(Exception):
    """The practice is not open for the whole of the visit."""


class Taken(Exception):
    """There is another appointment at that time."""


@dataclass(frozen=True)
class Appointment:
    day: date
    begin: int
    minutes: int
    animal: str
    kind: str

    @property
    def end(self):
        return self.begin + self.minutes


class Schedule:
    def __init__(self, practice):
        self.practice = practice
        self._appointments = []

    def book(self, day, begin, kind, animal):
        """Make an appointment and return it. Raises Closed or Taken when it is not possible."""
        minutes = self.practice.length(kind)
        if not self._is_open(day, begin, begin + minutes):
            raise Closed(f"the practice is closed on {day} at {time_text(begin)} or before the visit is over")
        other = self._overlapping(day, begin, begin + minutes)
        if other is not None:
            raise Taken(f"{other.animal} is there at {time_text(other.begin)}")
        appointment = Appointment(day, begin, minutes, animal, kind)
        self._appointments.append(appointment)
        return appointment

    def cancel(self, appointment):
        """Take an appointment out again. Raises ValueError when it is not there."""
        self._appointments.remove(appointment)

    def on(self, day):
        """The appointments of a day, by time."""
        return sorted((entry for entry in self._appointments if entry.day == day), key=lambda entry: entry.begin)

    def free(self, day, kind):
        """The times at which a visit could begin on a day, in steps of five minutes from when the practice opens."""
        minutes = self.practice.length(kind)
        times = []
        for opens, closes in self.practice.periods(day):
            for begin in range(opens, closes, STEP):
                end = begin + minutes
                if self._is_open(day, begin, end) and self._overlapping(day, begin, end) is None:
                    times.append(begin)
        return times

    def _is_open(self, day, begin, end):
        return any(opens <= begin and end <= closes for opens, closes in self.practice.periods(day))

    def _overlapping(self, day, begin, end):
        """The first appointment that overlaps a time."""
        return next((entry for entry in self.on(day) if entry.begin < end and begin < entry.end), None)
