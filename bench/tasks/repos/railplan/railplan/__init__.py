"""A timetable for a small railway."""

from railplan.errors import DataError, NoRoute, RailError, UnknownStation
from railplan.fares import fare
from railplan.loading import Railway, load
from railplan.search import Leg, Route, find_route
from railplan.stations import Station, Stations
from railplan.timetable import Stop, Timetable, Trip, parse_timetable

__all__ = [
    "DataError",
    "Leg",
    "NoRoute",
    "RailError",
    "Railway",
    "Route",
    "Station",
    "Stations",
    "Stop",
    "Timetable",
    "Trip",
    "UnknownStation",
    "fare",
    "find_route",
    "load",
    "parse_timetable",
]
