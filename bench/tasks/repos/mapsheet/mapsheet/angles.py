"""Coordinates as they are written."""

import re

_PARTS = re.compile(
    r"""(\d+)°            # degrees
        (?:(\d+)')?       # minutes
        (?:(\d+(?:\.\d+)?)")?  # seconds
        ([NSEW])""",
    re.VERBOSE,
)


def parse_angle(text):
    """Read a coordinate such as `47.125` or `47°07'30"N`; south and west are negative."""
    compact = "".join(text.split()).upper()
    match = _PARTS.fullmatch(compact)
    if not match:
        try:
            return float(compact)
        except ValueError:
            raise ValueError(f"not a coordinate: {text!r}") from None
    degrees, minutes, seconds, letter = match.groups()
    value = int(degrees) + int(minutes or 0) / 60 + float(seconds or 0) / 3600
    return -value if letter in "SW" else value


def format_angle(value, letters="NS"):
    """Write a coordinate to the second, such as `47°07'30"N`; `letters` are those for above and below zero."""
    total = round(abs(value) * 3600)
    degrees, rest = divmod(total, 3600)
    minutes, seconds = divmod(rest, 60)
    letter = letters[1] if value < 0 else letters[0]
    return f"{degrees}°{minutes:02d}'{seconds:02d}\"{letter}"


def format_point(lat, lon):
    """Write a latitude and a longitude."""
    return f"{format_angle(lat)} {format_angle(lon, 'EW')}"
