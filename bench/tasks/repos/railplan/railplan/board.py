"""What leaves at a station."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Departure:
    time: int
    line: str
    number: str
    to: str


def departures(timetable, station, day, time, count=10):
    """The next departures at a station (its code) from a time on, the earliest in front."""
    found = []
    for trip, shift in timetable.running(day):
        for stop in trip.stops:
            if stop.station == station and stop.departure is not None and stop.departure + shift >= time:
                found.append(Departure(stop.departure + shift, trip.line, trip.number, trip.last))
    return sorted(found, key=lambda departure: (departure.time, departure.line, departure.number))[:count]
