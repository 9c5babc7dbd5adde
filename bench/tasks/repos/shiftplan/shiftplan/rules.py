"""What the law says: one shift at a time, enough rest between two, not too much in a week."""

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise

REST = timedelta(hours=11)
WEEK = timedelta(hours=48)


def rest_problems(plan, person):
    """A text for each two shifts in a row that overlap or have less than 11 hours between them."""
    problems = []
    for before, after in pairwise(plan.shifts_of(person)):
        if before.overlaps(after):
            problems.append(f"{person}: {before.name} and {after.name} overlap")
        elif after.start - before.end < REST:
            problems.append(f"{person}: too little rest before {after.name} on {after.start:%Y-%m-%d}")
    return problems


def week_problems(plan, person):
    """A text for each week (Monday to Sunday) with more than 48 hours. A shift counts to the week it begins in."""
    weeks = defaultdict(timedelta)
    for shift in plan.shifts_of(person):
        weeks[shift.start.isocalendar()[:2]] += shift.length
    return [
        f"{person}: {total / timedelta(hours=1):g} hours in week {week} of {year}"
        for (year, week), total in weeks.items()
        if total > WEEK
    ]


def check_plan(plan):
    """All problems of all people, in the order of the people."""
    problems = []
    for person in plan.people:
        problems += rest_problems(plan, person) + week_problems(plan, person)
    return problems
