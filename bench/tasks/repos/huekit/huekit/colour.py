"""Colours, and how they are written."""

import re
from dataclasses import dataclass

NAMES = {
    "black": "#000000",
    "white": "#ffffff",
    "red": "#ff0000",
    "lime": "#00ff00",
    "blue": "#0000ff",
    "teal": "#008080",
    "orange": "#ffa500",
}


@dataclass(frozen=True)
class Colour:
    red: int
    green: int
    blue: int

    def __post_init__(self):
        for value in (self.red, self.green, self.blue):
            if not 0 <= value <= 255:
                raise ValueError(f"not between 0 and 255: {value}")


def parse(text):
    """Read a colour: a name, `#rrggbb`, `#rgb` or `rgb(0, 128, 128)`; capitals do not matter."""
    plain = text.strip().lower()
    plain = NAMES.get(plain, plain)
    if match := re.fullmatch(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", plain):
        return Colour(*(int(part, 16) for part in match.groups()))
    if match := re.fullmatch(r"#([0-9a-f])([0-9a-f])([0-9a-f])", plain):
        return Colour(*(int(part * 2, 16) for part in match.groups()))
    if match := re.fullmatch(r"rgb\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*\)", plain):
        return Colour(*(int(part) for part in match.groups()))
    raise ValueError(f"not a colour: {text!r}")


def to_hex(colour):
    return f"#{colour.red:02x}{colour.green:02x}{colour.blue:02x}"
