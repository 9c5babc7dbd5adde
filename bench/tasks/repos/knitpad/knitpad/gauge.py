"""How many stitches and rows make how many centimetres."""

import re
from dataclasses import dataclass

_GAUGE = re.compile(r"(\d+(?:\.\d+)?)\s*x\s*(\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Gauge:
    """The stitches and rows in 10 cm."""

    stitches: float
    rows: float


def parse_gauge(text):
    """Read a gauge such as `22 x 30`."""
    match = _GAUGE.fullmatch(text.strip().lower())
    if not match or not float(match[1]) or not float(match[2]):
        raise ValueError(f"not a gauge: {text!r}")
    return Gauge(float(match[1]), float(match[2]))


def cast_on(gauge, width, multiple=1, edge=0):
    """The stitches for a width in cm: at least one repeat of `multiple` stitches, and `edge` stitches beside them."""
    if width <= 0:
        raise ValueError(f"not a width: {width:g}")
    if multiple < 1 or edge < 0:
        raise ValueError(f"not a repeat: {multiple} + {edge}")
    stitches = width * gauge.stitches / 10
    repeats = max(1, round((stitches - edge) / multiple))
    return repeats * multiple + edge


def width_of(gauge, stitches):
    """The width of so many stitches, in cm."""
    return stitches / gauge.stitches * 10


def rows_for(gauge, height):
    """The rows for a height in cm; an even number, so that the last one is on the wrong side."""
    if height <= 0:
        raise ValueError(f"not a height: {height:g}")
    return max(2, 2 * round(height * gauge.rows / 20))
