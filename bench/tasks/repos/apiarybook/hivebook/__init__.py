"""The book of a small apiary."""

from hivebook.hives import Hive, Inspection
from hivebook.honey import Harvest, by_hive, jars
from hivebook.logfile import Log, parse_log, read_log
from hivebook.mites import Wash, latest, limit, to_treat

__all__ = [
    "Harvest",
    "Hive",
    "Inspection",
    "Log",
    "Wash",
    "by_hive",
    "jars",
    "latest",
    "limit",
    "parse_log",
    "read_log",
    "to_treat",
]
