"""Puts playlists on cassettes."""

from mixtape.m3u import format_playlist, parse_playlist, read_playlist
from mixtape.tapes import TAPES, DoesNotFit, fill_sides
from mixtape.tracks import Track, format_duration, total

__all__ = [
    "TAPES",
    "DoesNotFit",
    "Track",
    "fill_sides",
    "format_duration",
    "format_playlist",
    "parse_playlist",
    "read_playlist",
    "total",
]
