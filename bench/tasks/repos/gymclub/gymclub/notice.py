"""Leaving the club."""

import calendar
from datetime import timedelta

NOTICE = timedelta(weeks=6)


def last_day(given):
    """The last day of membership for a notice given on that day: the notice period, then up to the month's end."""
    end = given + NOTICE
    return end.replace(day=calendar.monthrange(end.year, end.month)[1])
