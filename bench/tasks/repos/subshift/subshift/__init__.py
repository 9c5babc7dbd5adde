"""Moves subtitles."""

from subshift.cues import Cue, parse, render
from subshift.edit import overlaps, renumber, shift
from subshift.timecode import read_time, show_time

__all__ = ["Cue", "overlaps", "parse", "read_time", "render", "renumber", "shift", "show_time"]
