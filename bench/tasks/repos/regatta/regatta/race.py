"""Race files, as they are written on the committee boat."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from regatta.boats import parse_sail

CODES = {
    "DNC": "did not come to the start",
    "DNF": "did not finish",
    "DSQ": "disqualified",
    "OCS": "started too early",
    "RET": "retired",
}

_CLOCK = re.compile(r"(\d{1,2}):(\d\d):(\d\d)")


@dataclass
class Race:
    start: int
    finishes: dict[str, int] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    abandoned: bool = False


def parse_clock(text):
    """The seconds since midnight."""
    match = _CLOCK.fullmatch(text)
    if not match:
        raise ValueError(f"not a time: {text!r}")
    hours, minutes, seconds = (int(part) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds


def read_race(path):
    return parse_race(Path(path).read_text(encoding="utf-8"))


def parse_race(text):
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    if not lines or not lines[0].startswith("start "):
        raise ValueError("a race begins with `start`")
    race = Race(parse_clock(lines[0].removeprefix("start ").strip()))
    for line in lines[1:]:
        if line == "abandoned":
            race.abandoned = True
            continue
        _add(race, line)
    return race


def _add(race, line):
    name, _, result = line.rpartition(" ")
    sail = parse_sail(name)
    if sail in race.finishes or sail in race.codes:
        raise ValueError(f"twice in a race: {sail}")
    if result.upper() in CODES:
        race.codes[sail] = result.upper()
        return
    finish = parse_clock(result)
    if finish <= race.start:
        raise ValueError(f"finished before the start: {sail}")
    race.finishes[sail] = finish
