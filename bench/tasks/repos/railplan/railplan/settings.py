"""Prices and reductions, from an INI file.

    [prices]         cents for each number of zones; the largest number is for all beyond it too
    [reductions]     per cent for each kind of passenger
    [offpeak]        `from` and `until` (times of departure, `until` not included) and `reduction` in per cent
    [rounding]       `step` in cents
"""

import configparser
from dataclasses import dataclass, field

from railplan.clock import parse_time
from railplan.errors import DataError


@dataclass(frozen=True)
class Settings:
    prices: dict
    reductions: dict = field(default_factory=dict)
    offpeak_from: int = 0
    offpeak_until: int = 0
    offpeak_reduction: int = 0
    step: int = 1


def read_settings(path):
    """Raises DataError."""
    parser = configparser.ConfigParser()
    parser.read_string(path.read_text(encoding="utf-8"))
    try:
        offpeak = parser["offpeak"]
        return Settings(
            {int(zones): int(cents) for zones, cents in parser["prices"].items()},
            {passenger: int(percent) for passenger, percent in parser["reductions"].items()},
            parse_time(offpeak["from"]),
            parse_time(offpeak["until"]),
            int(offpeak["reduction"]),
            int(parser["rounding"]["step"]),
        )
    except KeyError as error:
        raise DataError(path.name, f"{error} is missing") from error
    except ValueError as error:
        raise DataError(path.name, str(error)) from error
