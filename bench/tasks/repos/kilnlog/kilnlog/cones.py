"""Pyrometric cones, and the temperatures in °C at which they bend."""

import re

CONES = {
    "022": 586,
    "020": 626,
    "018": 696,
    "08": 942,
    "06": 998,
    "05": 1031,
    "04": 1063,
    "03": 1086,
    "02": 1102,
    "01": 1119,
    "1": 1137,
    "2": 1142,
    "3": 1152,
    "4": 1162,
    "5": 1186,
    "6": 1222,
    "7": 1239,
    "8": 1249,
    "9": 1260,
    "10": 1285,
}
"""From the coolest to the hottest."""


def parse_cone(text):
    """The name of a cone as it stands in CONES, from `6`, `^6` or `cone 6`."""
    match = re.fullmatch(r"(?:cone\s*|\^)?(\d+)", text.strip().lower())
    name = match[1] if match else None
    if name not in CONES:
        raise ValueError(f"not a cone: {text!r}")
    return name


def temperature_of(cone):
    return CONES[parse_cone(cone)]


def cone_reached(temperature):
    """The hottest cone that bends at a temperature, or None if it is too cool for all of them."""
    reached = [name for name, bends in CONES.items() if bends <= temperature]
    return reached[-1] if reached else None
