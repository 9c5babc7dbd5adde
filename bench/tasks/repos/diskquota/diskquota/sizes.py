"""Sizes as people write them."""

import re

UNITS = ["", "K", "M", "G", "T"]
STEP = 1024

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?)")


def parse_size(text):
    """The bytes of a size such as `512`, `64K` or `1.5G`."""
    match = _SIZE.fullmatch(text.strip().upper())
    if not match:
        raise ValueError(f"not a size: {text!r}")
    return round(float(match[1]) * STEP ** UNITS.index(match[2]))


def format_size(size):
    """A number of bytes, with one decimal in the largest unit of which there is at least one: `1.5G`, `64.0K`, `512`."""
    if size < STEP:
        return str(size)
    power = 0
    value = float(size)
    while round(value, 1) >= STEP and power < len(UNITS) - 1:
        value /= STEP
        power += 1
    return f"{value:.1f}{UNITS[power]}"
