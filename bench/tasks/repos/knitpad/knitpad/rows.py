"""Rows as they are written in a pattern, such as `k1, *yo, k2tog*, k1`."""

import re
from dataclasses import dataclass

STITCHES = {
    "k": (1, 1),
    "p": (1, 1),
    "sl": (1, 1),
    "yo": (0, 1),
    "m1": (0, 1),
    "kfb": (1, 2),
    "k2tog": (2, 1),
    "p2tog": (2, 1),
    "ssk": (2, 1),
    "s2kp": (3, 1),
}
"""How many stitches each of them takes off the left needle, and how many it leaves on the right one."""

_PLAIN = re.compile(r"(k|p|sl)(\d+)")
_TIMES = re.compile(r"(\S+) x(\d+)")


class Mismatch(Exception):
    """A row does not fit the stitches on the needle."""


@dataclass(frozen=True)
class Step:
    name: str
    count: int = 1


@dataclass(frozen=True)
class Row:
    before: tuple[Step, ...]
    repeat: tuple[Step, ...] = ()
    after: tuple[Step, ...] = ()


def parse_step(text):
    """Read a step such as `k12`, `yo` or `k2tog x3`."""
    name = text.strip().lower()
    match = _PLAIN.fullmatch(name) or _TIMES.fullmatch(name)
    name, count = (match[1], int(match[2])) if match else (name, 1)
    if name not in STITCHES or count < 1:
        raise ValueError(f"not a stitch: {text.strip()!r}")
    return Step(name, count)


def parse_row(text):
    parts = text.split("*")
    if len(parts) not in (1, 3):
        raise ValueError(f"a row has one repeat, between two *: {text!r}")
    row = Row(*(_steps(part) for part in parts))
    if len(parts) == 3 and not used(row.repeat):
        raise ValueError(f"the repeat takes no stitches: {text!r}")
    return row


def used(steps):
    """The stitches that the steps take off the left needle."""
    return sum(STITCHES[step.name][0] * step.count for step in steps)


def made(steps):
    """The stitches that the steps leave on the right needle."""
    return sum(STITCHES[step.name][1] * step.count for step in steps)


def knit(row, stitches):
    """The steps of a row on so many stitches, with the repeat written out."""
    times = 0
    if row.repeat:
        left = stitches - used(row.before) - used(row.after)
        times = max(0, left // used(row.repeat))
    steps = row.before + row.repeat * times + row.after
    if used(steps) != stitches:
        raise Mismatch(f"uses {used(steps)} of {stitches} stitches")
    return steps


def stitches_after(row, stitches):
    """How many stitches there are after a row on so many stitches."""
    return made(knit(row, stitches))


def _steps(text):
    text = text.strip().strip(",")
    return tuple(parse_step(part) for part in text.split(",")) if text else ()
