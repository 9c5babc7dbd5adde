"""The fastest way from one station to another."""

from dataclasses import dataclass
from itertools import pairwise

from railplan.errors import NoRoute


@dataclass(frozen=True)
class Leg:
    """A ride with one train. `stations` are the codes of all stops on the way, both ends included."""

    line: str
    number: str
    departure: int
    arrival: int
    stations: tuple

    @property
    def start(self):
        return self.stations[0]

    @property
    def end(self):
        return self.stations[-1]


@dataclass(frozen=True)
class Route:
    legs: tuple

    @property
    def departure(self):
        return self.legs[0].departure

    @property
    def arrival(self):
        return self.legs[-1].arrival

    @property
    def duration(self):
        """In minutes, with the waiting between trains."""
        return self.arrival - self.departure

    @property
    def changes(self):
        return len(self.legs) - 1


@dataclass(frozen=True)
class _Hop:
    """From one stop of a trip to the next; `key` tells the trips of two days apart."""

    departure: int
    arrival: int
    start: str
    end: str
    key: tuple


def find_route(stations, timetable, start, end, day, time):
    """The route that arrives first, when one is at the station `start` at `time`.

    A change is possible when there are at least `change_minutes` between two trains. Raises NoRoute.
    """
    legs = {start: ()}  # the best way to each station so far
    ready = {start: time}  # when one could board there
    riding = {}  # the legs with which one sits in a trip, the last one unfinished
    arrival = {}
    for hop in _hops(timetable, day):
        if end in arrival and hop.departure >= arrival[end]:
            break
        if hop.key in riding:
            before, leg = riding[hop.key]
            leg = Leg(leg.line, leg.number, leg.departure, hop.arrival, (*leg.stations, hop.end))
        elif hop.start in ready and ready[hop.start] <= hop.departure:
            before = legs[hop.start]
            leg = Leg(hop.key[0], hop.key[1], hop.departure, hop.arrival, (hop.start, hop.end))
        else:
            continue
        riding[hop.key] = before, leg
        if hop.end != start and (hop.end not in arrival or hop.arrival < arrival[hop.end]):
            arrival[hop.end] = hop.arrival
            ready[hop.end] = hop.arrival + stations[hop.end].change_minutes
            legs[hop.end] = (*before, leg)
    if end not in arrival:
        raise NoRoute(start, end)
    return Route(legs[end])


def _hops(timetable, day):
    """All hops of the day, by departure."""
    hops = []
    for trip, shift in timetable.running(day):
        key = (trip.line, trip.number, shift)
        for here, there in pairwise(trip.stops):
            hops.append(_Hop(here.departure + shift, there.arrival + shift, here.station, there.station, key))
    return sorted(hops, key=lambda hop: (hop.departure, hop.arrival))
