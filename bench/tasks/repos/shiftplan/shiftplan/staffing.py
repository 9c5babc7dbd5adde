"""Gives open shifts to people."""

from shiftplan.pay import hours
from shiftplan.rules import check_plan


def fill(plan, away=None):
    """Give every open shift to whoever has the fewest hours, in the order of the people when equal.

    Nobody gets a shift that breaks a rule, or that begins on a day on which they are away: `away` maps a person to a
    set of dates. Returns the shifts that are still open.
    """
    away = away or {}
    for shift in plan.open_shifts():
        for person in sorted(plan.people, key=lambda person: hours(plan, person)):
            if shift.start.date() in away.get(person, ()):
                continue
            if can_take(plan, shift, person):
                plan.give(shift, person)
                break
    return plan.open_shifts()


def can_take(plan, shift, person):
    """Whether a person can have an open shift without a new problem in the plan."""
    before = check_plan(plan)
    shift.person = person
    after = check_plan(plan)
    shift.person = None
    return len(after) <= len(before)
