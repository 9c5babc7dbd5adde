"""From percents to letters."""

import math

LETTERS = {"A": 90, "B": 75, "C": 60, "D": 45, "F": 0}
"""The letters, best first, and from which whole percent each is given."""


def whole(percent):
    """The whole percent that is shown; a half is rounded up."""
    return math.floor(percent + 0.5)


def letter_for(percent):
    for letter, least in LETTERS.items():
        if whole(percent) >= least:
            return letter
    raise ValueError(f"not a percent: {percent:g}")
