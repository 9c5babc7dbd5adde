"""Subtitle files: numbered cues, each with its times and its text."""

import re
from dataclasses import dataclass

from subshift.timecode import read_time, show_time


@dataclass(frozen=True)
class Cue:
    """`start` and `end` are milliseconds."""

    number: int
    start: int
    end: int
    text: str


def parse(text):
    """The cues of a file. Raises ValueError when something in it is no cue."""
    blocks = re.split(r"\n(?:[ \t]*\n)+", text.strip())
    return [_parse_block(block) for block in blocks if block]


def _parse_block(block):
    number, times, *lines = block.splitlines()
    start, _, end = times.partition("-->")
    return Cue(int(number), read_time(start), read_time(end), "\n".join(lines))


def render(cues):
    """The text of a file with these cues."""
    blocks = [f"{cue.number}\n{show_time(cue.start)} --> {show_time(cue.end)}\n{cue.text}\n" for cue in cues]
    return "\n".join(blocks)
