"""Whole patterns."""

import re
from dataclasses import dataclass
from pathlib import Path

from knitpad.rows import Mismatch, Row, parse_row, stitches_after

_CAST_ON = re.compile(r"cast on (\d+)")


@dataclass(frozen=True)
class Pattern:
    cast_on: int
    rows: list[Row]

    def counts(self):
        """The stitches on the needle after each row."""
        counts = []
        stitches = self.cast_on
        for number, row in enumerate(self.rows, 1):
            try:
                stitches = stitches_after(row, stitches)
            except Mismatch as error:
                raise Mismatch(f"row {number} {error}") from None
            counts.append(stitches)
        return counts


def read_pattern(path):
    return parse_pattern(Path(path).read_text(encoding="utf-8"))


def parse_pattern(text):
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    match = _CAST_ON.fullmatch(lines[0].lower()) if lines else None
    if not match:
        raise ValueError("a pattern begins with `cast on`")
    return Pattern(int(match[1]), [parse_row(line) for line in lines[1:]])
