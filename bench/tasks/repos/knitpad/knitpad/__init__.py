"""Does the sums for knitting."""

from knitpad.gauge import Gauge, cast_on, parse_gauge, rows_for, width_of
from knitpad.pattern import Pattern, parse_pattern, read_pattern
from knitpad.rows import Mismatch, knit, parse_row, stitches_after
from knitpad.yarn import Yarn, balls_for, in_colour, load_stash

__all__ = [
    "Gauge",
    "Mismatch",
    "Pattern",
    "Yarn",
    "balls_for",
    "cast_on",
    "in_colour",
    "knit",
    "load_stash",
    "parse_gauge",
    "parse_pattern",
    "parse_row",
    "read_pattern",
    "rows_for",
    "stitches_after",
    "width_of",
]
