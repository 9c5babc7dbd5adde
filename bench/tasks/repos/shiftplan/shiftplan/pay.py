"""Hours worked and extra pay."""

from datetime import datetime, time, timedelta

HOUR = timedelta(hours=1)
NIGHT_START = time(22)
NIGHT_END = time(6)
NIGHT_EXTRA = 25  # percent
SUNDAY_EXTRA = 50  # percent


def hours(plan, person):
    """The hours of all shifts of a person."""
    return sum((shift.length for shift in plan.shifts_of(person)), timedelta()) / HOUR


def night_hours(shift):
    """How many hours of a shift lie between 22:00 and 06:00."""
    total = timedelta()
    day = shift.start.date() - timedelta(days=1)
    while day <= shift.end.date():
        begin = datetime.combine(day, NIGHT_START)
        end = datetime.combine(day + timedelta(days=1), NIGHT_END)
        total += _common(shift, begin, end)
        day += timedelta(days=1)
    return total / HOUR


def sunday_hours(shift):
    """How many hours of a shift lie on a Sunday."""
    total = timedelta()
    day = shift.start.date()
    while day <= shift.end.date():
        if day.weekday() == 6:
            begin = datetime.combine(day, time())
            total += _common(shift, begin, begin + timedelta(days=1))
        day += timedelta(days=1)
    return total / HOUR


def pay(plan, person, wage):
    """What a person earns, in cents rounded: `wage` cents an hour and the extra pay for nights and Sundays."""
    cents = 0
    for shift in plan.shifts_of(person):
        paid = shift.length / HOUR
        paid += night_hours(shift) * NIGHT_EXTRA / 100
        paid += sunday_hours(shift) * SUNDAY_EXTRA / 100
        cents += paid * wage
    return round(cents)


def _common(shift, begin, end):
    """How long a shift and a span of time are both going on."""
    return max(timedelta(), min(shift.end, end) - max(shift.start, begin))
