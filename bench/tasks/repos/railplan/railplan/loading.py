"""The data of a railway, from its folder."""

from dataclasses import dataclass
from pathlib import Path

from railplan.settings import Settings, read_settings
from railplan.stations import Stations, read_stations
from railplan.timetable import Timetable, parse_timetable


@dataclass(frozen=True)
class Railway:
    stations: Stations
    timetable: Timetable
    settings: Settings


def load(folder):
    """Raises DataError."""
    folder = Path(folder)
    timetable = folder / "timetable.txt"
    return Railway(
        read_stations(folder / "stations.csv"),
        parse_timetable(timetable.read_text(encoding="utf-8"), timetable.name),
        read_settings(folder / "railplan.ini"),
    )
