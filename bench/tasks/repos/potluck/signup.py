"""The list on which people sign up."""

import re
from pathlib import Path

from party import Dish


def parse_signup(line):
    """`Ana: Lasagne (main, 8) [milk, meat]` as a Dish. Raises ValueError."""
    match = re.fullmatch(r"([^:]+): (.+) \((\w+), (\d+)\)(?: \[(.+)\])?", line.strip())
    if match is None:
        raise ValueError(f"no dish: {line.strip()!r}")
    cook, name, course, serves, contains = match.groups()
    things = frozenset(thing.strip() for thing in contains.split(",")) if contains else frozenset()
    return Dish(name, course, int(serves), cook, things)


def read_signups(path):
    """The dishes in a file, without the empty lines."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return [parse_signup(line) for line in lines if line.strip()]
