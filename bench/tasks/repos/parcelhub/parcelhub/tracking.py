"""Where the parcels are: the scans of the carrier."""

import csv
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TrackingEvent:
    """Something that happened to a parcel at a place."""

    time: datetime
    number: str
    state: str
    place: str


def read_events(path):
    """The events in a file of the carrier, in its order."""
    with open(path, newline="", encoding="utf-8") as file:
        return [
            TrackingEvent(datetime.fromisoformat(row["time"]), row["number"], row["state"], row["place"])
            for row in csv.DictReader(file)
        ]


class Tracker:
    """Scans may come in late: what counts is the time of an event, not when we heard of it."""

    def __init__(self, events=()):
        self._events = {}
        for event in events:
            self.add(event)

    def add(self, event):
        """Note an event; one that is known already is ignored."""
        known = self._events.setdefault(event.number, [])
        if event not in known:
            known.append(event)

    def numbers(self):
        return sorted(self._events)

    def history(self, number):
        """All events of a parcel, the earliest first; none for a parcel that is not known."""
        return sorted(self._events.get(number, []), key=lambda event: event.time)

    def last(self, number):
        """The latest TrackingEvent of a parcel, or None."""
        history = self.history(number)
        return history[-1] if history else None
