"""The plan as CSV: `name,start,end,person`."""

import csv
import io
from datetime import datetime

from shiftplan.model import Plan, Shift

_COLUMNS = ("name", "start", "end", "person")
_TIME = "%Y-%m-%d %H:%M"


def write_table(plan):
    """The shifts in the order of time, as CSV."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for shift in sorted(plan.shifts, key=lambda shift: shift.start):
        writer.writerow([shift.name, shift.start.strftime(_TIME), shift.end.strftime(_TIME), shift.person or ""])
    return file.getvalue()


def read_table(text):
    """A plan with the shifts and people of a CSV text, people in the order in which they come up."""
    plan = Plan([])
    for row in csv.DictReader(io.StringIO(text)):
        person = row["person"] or None
        if person and person not in plan.people:
            plan.people.append(person)
        start, end = (datetime.strptime(row[name], _TIME) for name in ("start", "end"))
        plan.shifts.append(Shift(row["name"], start, end, person))
    return plan
