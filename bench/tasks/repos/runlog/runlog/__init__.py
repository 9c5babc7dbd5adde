"""A runner's training log."""

from runlog.heart import zone
from runlog.log import Run, read_log
from runlog.plan import next_week
from runlog.shoes import km_by_shoes
from runlog.stats import fastest, longest_streak, weeks
from runlog.times import format_duration, format_pace, parse_duration

__all__ = [
    "Run",
    "fastest",
    "format_duration",
    "format_pace",
    "km_by_shoes",
    "longest_streak",
    "next_week",
    "parse_duration",
    "read_log",
    "weeks",
    "zone",
]
