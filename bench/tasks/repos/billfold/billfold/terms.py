"""When an invoice has to be paid."""

import calendar
import re
from datetime import timedelta

_TERMS = re.compile(r"(\d+)( eom)?")


def due_date(date, terms):
    """The last day to pay: `terms` are the days from the date, `30 eom` means the end of the month of that day."""
    match = _TERMS.fullmatch(terms)
    if not match:
        raise ValueError(f"not terms of payment: {terms!r}")
    due = date + timedelta(days=int(match[1]))
    if match[2]:
        due = due.replace(day=calendar.monthrange(due.year, due.month)[1])
    return due


def days_late(date, terms, today):
    """How many days ago the last day to pay was; 0 if it is still to come."""
    return max(0, (today - due_date(date, terms)).days)
