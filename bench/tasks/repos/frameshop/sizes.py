"""Sizes of pictures, always in centimetres."""

import re
from typing import NamedTuple

CM_PER_INCH = 2.54
NUMBER = r"(\d+(?:[.,]\d+)?)"
PATTERN = re.compile(NUMBER + r"\s*x\s*" + NUMBER + r"\s*(cm|in)?")


class Size(NamedTuple):
    width: float
    height: float

    @property
    def area(self):
        return self.width * self.height

    @property
    def perimeter(self):
        return 2 * (self.width + self.height)


def parse_size(text):
    """Reads a size as customers write it. Without a unit it is in centimetres."""
    match = PATTERN.fullmatch(text.strip().lower())
    if match is None:
        raise ValueError(f"not a size: {text!r}")
    width, height, unit = match.groups()
    factor = CM_PER_INCH if unit == "in" else 1
    return Size(to_number(width) * factor, to_number(height) * factor)


def to_number(text):
    return float(text.replace(",", "."))


def with_mat(size, border):
    """The size of a picture with a mat that is `border` wide on all sides."""
    return Size(size.width + 2 * border, size.height + 2 * border)
