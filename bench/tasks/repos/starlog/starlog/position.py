"""Positions in the sky."""

import re

_RA = re.compile(r"(\d+)[h:\s]\s*(\d+)[m:\s]\s*(\d+(?:\.\d+)?)s?")
_DEC = re.compile(r"([+-]?\d+)[°:\s]\s*(\d+)[':\s]\s*(\d+(?:\.\d+)?)\"?")


def parse_ra(text):
    """Read a right ascension such as `05 35 17`, in hours."""
    match = _RA.fullmatch(text.strip())
    if not match:
        raise ValueError(f"not a right ascension: {text!r}")
    hours = int(match[1]) + int(match[2]) / 60 + float(match[3]) / 3600
    if hours >= 24:
        raise ValueError(f"not a right ascension: {text!r}")
    return hours


def parse_dec(text):
    """Read a declination such as `-05 23 28`, in degrees; south of the equator it is negative."""
    match = _DEC.fullmatch(text.strip())
    if not match:
        raise ValueError(f"not a declination: {text!r}")
    size = abs(int(match[1])) + int(match[2]) / 60 + float(match[3]) / 3600
    if size > 90:
        raise ValueError(f"not a declination: {text!r}")
    return -size if match[1].startswith("-") else size


def format_dec(degrees):
    """Write a declination as it is read, to the second."""
    seconds = round(abs(degrees) * 3600)
    sign = "-" if degrees < 0 else "+"
    return f"{sign}{seconds // 3600:02} {seconds // 60 % 60:02} {seconds % 60:02}"


def highest(dec, latitude):
    """How high something gets above the horizon, in degrees; below 0, it never rises."""
    return 90 - abs(latitude - dec)
