"""Firing programmes, as they are typed into the controller."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOM = 20
"""The temperature in °C at which a kiln begins."""

_SEGMENT = re.compile(r"(\d+)\s*/h to (\d+)(?: hold (\d+))?")


@dataclass(frozen=True)
class Segment:
    """Go to `target` °C with `rate` °C in an hour, and stay there for `hold` minutes."""

    rate: int
    target: int
    hold: int = 0

    def minutes(self, start):
        """How long it takes from a temperature."""
        return abs(self.target - start) / self.rate * 60 + self.hold


@dataclass(frozen=True)
class Programme:
    segments: tuple[Segment, ...]

    @property
    def peak(self):
        return max(segment.target for segment in self.segments)

    def minutes(self, start=ROOM):
        """How long the programme takes, in whole minutes."""
        total = 0
        for segment in self.segments:
            total += segment.minutes(start)
            start = segment.target
        return round(total)


def parse_segment(text):
    """Read a segment such as `150/h to 1060 hold 20`."""
    match = _SEGMENT.fullmatch(text.strip().lower())
    if not match or not int(match[1]):
        raise ValueError(f"not a segment: {text.strip()!r}")
    return Segment(int(match[1]), int(match[2]), int(match[3] or 0))


def parse_programme(text):
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not lines:
        raise ValueError("a programme has no segments")
    return Programme(tuple(parse_segment(line) for line in lines))


def read_programme(path):
    return parse_programme(Path(path).read_text(encoding="utf-8"))
