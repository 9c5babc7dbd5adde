"""Trips and the timetable."""

from dataclasses import dataclass
from datetime import timedelta

from railplan.clock import DAY, parse_time
from railplan.days import parse_days
from railplan.errors import DataError


@dataclass(frozen=True)
class Stop:
    """Times are minutes of the service day; the first stop has no arrival, the last one no departure."""

    station: str
    arrival: int | None
    departure: int | None


@dataclass(frozen=True)
class Trip:
    line: str
    number: str
    days: frozenset
    stops: tuple

    @property
    def last(self):
        """The code of the station where it ends."""
        return self.stops[-1].station

    def runs_on(self, day):
        return day.weekday() in self.days


class Timetable:
    def __init__(self, trips):
        self.trips = list(trips)

    def running(self, day):
        """Pairs of a trip that runs on this day and the shift of its times in minutes.

        The trips of the day before are among them, shifted back by a day: some of them run after midnight.
        """
        for trip in self.trips:
            if trip.runs_on(day - timedelta(days=1)):
                yield trip, -DAY
            if trip.runs_on(day):
                yield trip, 0

    def lines(self):
        """The names of all lines, sorted."""
        return sorted({trip.line for trip in self.trips})


def parse_timetable(text, where="timetable"):
    """Raises DataError with the number of the line."""
    trips = []
    head, rows = None, []
    for number, line in enumerate([*text.splitlines(), ""], 1):
        words = line.partition("#")[0].split()
        if words and head is None:
            head = _head(words, f"{where}:{number}")
        elif words:
            rows.append(_row(words, f"{where}:{number}"))
        elif head is not None:
            if len(rows) < 2:
                raise DataError(f"{where}:{number}", "a trip needs two stops")
            trips.append(Trip(*head, _stops(rows)))
            head, rows = None, []
    return Timetable(trips)


def _head(words, where):
    try:
        line, number, days = words
        return line, number, parse_days(days)
    except ValueError as error:
        raise DataError(where, f"expected LINE NUMBER DAYS ({error})") from error


def _row(words, where):
    try:
        station, *times = words
        arrival, departure = [parse_time(time) for time in times] * (2 if len(times) == 1 else 1)
    except ValueError as error:
        raise DataError(where, f"expected STATION TIME or STATION ARRIVAL DEPARTURE ({error})") from error
    return station, arrival, departure


def _stops(rows):
    last = len(rows) - 1
    return tuple(
        Stop(station, None if index == 0 else arrival, None if index == last else departure)
        for index, (station, arrival, departure) in enumerate(rows)
    )
