"""Says what a diff changes."""

from patchstat.diff import BadDiff, FileStat, parse_diff
from patchstat.report import table, totals
from patchstat.select import ordered, without
from patchstat.settings import DEFAULTS, Settings, read_settings

__all__ = [
    "DEFAULTS",
    "BadDiff",
    "FileStat",
    "Settings",
    "ordered",
    "parse_diff",
    "read_settings",
    "table",
    "totals",
    "without",
]
