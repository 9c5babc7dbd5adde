"""The stations, from a CSV file."""

import csv
from dataclasses import dataclass

from railplan.errors import DataError, UnknownStation


@dataclass(frozen=True)
class Station:
    """`change_minutes` is the time that a change from one train to another takes."""

    code: str
    name: str
    zone: int
    change_minutes: int = 5

    def __str__(self):
        return self.name


class Stations:
    def __init__(self, stations):
        self._by_code = {station.code: station for station in stations}
        self._by_name = {station.name.lower(): station for station in self._by_code.values()}

    def __iter__(self):
        return iter(self._by_code.values())

    def __contains__(self, code):
        return code in self._by_code

    def __getitem__(self, code):
        """The station with this code. Raises UnknownStation."""
        if code not in self._by_code:
            raise UnknownStation(code)
        return self._by_code[code]

    def find(self, text):
        """The station with this code or name, in any case. Raises UnknownStation."""
        station = self._by_code.get(text.upper()) or self._by_name.get(text.lower())
        if station is None:
            raise UnknownStation(text)
        return station


def read_stations(path):
    """Raises DataError."""
    stations = []
    with path.open(newline="", encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            try:
                stations.append(Station(row["code"], row["name"], int(row["zone"]), int(row["change_minutes"])))
            except (KeyError, TypeError, ValueError) as error:
                raise DataError(f"{path.name}:{number}", f"no station ({error})") from error
    return Stations(stations)
