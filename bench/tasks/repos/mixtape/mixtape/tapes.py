"""Cassettes with two sides."""

from mixtape.tracks import format_duration, total

TAPES = {"C46": 46, "C60": 60, "C90": 90, "C120": 120}
"""The minutes of both sides together."""


class DoesNotFit(Exception):
    """The tape is too short."""


def fill_sides(tracks, minutes):
    """The tracks of side A and those of side B."""
    side = minutes * 60 / 2
    count = 0
    used = 0
    for track in tracks:
        if used + track.seconds > side:
            break
        used += track.seconds
        count += 1
    first, second = list(tracks[:count]), list(tracks[count:])
    if total(second) > side:
        raise DoesNotFit(f"side B would need {format_duration(total(second))}")
    return first, second
