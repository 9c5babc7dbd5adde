"""Single darts and turns, as they are written down."""

import re
from dataclasses import dataclass

BULL = 25
FACTORS = {"": 1, "D": 2, "T": 3}

_DART = re.compile(r"([DT]?)([0-9]{1,2})")


@dataclass(frozen=True)
class Dart:
    number: int
    factor: int = 1

    @property
    def points(self):
        return self.number * self.factor

    @property
    def is_double(self):
        return self.factor == 2


def parse_dart(text):
    """Read a dart such as `20`, `D16` or `t19`."""
    match = _DART.fullmatch(text.strip().upper())
    if not match:
        raise ValueError(f"not a dart: {text!r}")
    number, factor = int(match[2]), FACTORS[match[1]]
    if number > 20 and number != BULL:
        raise ValueError(f"not a dart: {text!r}")
    if (number == 0 and factor > 1) or (number == BULL and factor == 3):
        raise ValueError(f"not a dart: {text!r}")
    return Dart(number, factor)


def parse_turn(text):
    """Read a turn of one to three darts such as `T20 T20 5`."""
    darts = [parse_dart(part) for part in text.split()]
    if not 1 <= len(darts) <= 3:
        raise ValueError(f"a turn has one to three darts: {text!r}")
    return darts
