"""Reads cards from a text file.

One card a line, `front = back`, tags at the end: `la mesa = the table #noun #home`. Lines that begin with `//` are
comments. A line in square brackets, `[food]`, gives its tag to all cards below it, until the next such line; `[]`
ends it.
"""

import re

from flashdeck.cards import Card

_TAG = re.compile(r"\s#([\w-]+)")
_SECTION = re.compile(r"\[([\w-]*)\]")


def parse_cards(text):
    """The cards in a text. Raises ValueError with the number of the line that is no card."""
    cards = []
    section = None
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith("//"):
            continue
        heading = _SECTION.fullmatch(line)
        if heading:
            section = heading[1] or None
            continue
        cards.append(_card(line, number, section))
    return cards


def _card(line, number, section):
    tags = set(_TAG.findall(line))
    if section:
        tags.add(section)
    front, equals, back = _TAG.sub("", line).partition("=")
    if not equals or not front.strip() or not back.strip():
        raise ValueError(f"line {number} is no card: {line}")
    return Card(front.strip(), back.strip(), frozenset(tags))
