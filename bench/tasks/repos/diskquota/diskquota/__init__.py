"""Says who takes how much of the file server."""

from diskquota.grace import Tracker
from diskquota.limits import Limit, Limits, load_limits
from diskquota.report import Row, report
from diskquota.sizes import format_size, parse_size
from diskquota.usage import parse_usage

__all__ = [
    "Limit",
    "Limits",
    "Row",
    "Tracker",
    "format_size",
    "load_limits",
    "parse_size",
    "parse_usage",
    "report",
]
