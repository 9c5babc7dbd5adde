"""What was seen through the telescope."""

from starlog.gear import Eyepiece, Telescope, exit_pupil, longest_eyepiece, magnification, true_field
from starlog.log import Entry, load_log, same_target
from starlog.position import format_dec, highest, parse_dec, parse_ra
from starlog.report import average_seeing, nights_by_month, seen_on, still_to_see

__all__ = [
    "Entry",
    "Eyepiece",
    "Telescope",
    "average_seeing",
    "exit_pupil",
    "format_dec",
    "highest",
    "load_log",
    "longest_eyepiece",
    "magnification",
    "nights_by_month",
    "parse_dec",
    "parse_ra",
    "same_target",
    "seen_on",
    "still_to_see",
    "true_field",
]
