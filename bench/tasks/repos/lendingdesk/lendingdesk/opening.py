"""On which days the library is open."""

from datetime import timedelta


def is_open(day, rules):
    return day.weekday() not in rules.closed_weekdays and day not in rules.holidays


def next_open_day(day, rules):
    """The day itself if the library is open then, or the first open day after it."""
    while not is_open(day, rules):
        day += timedelta(days=1)
    return day


def due_date(start, kind, rules):
    """When an item of this kind has to be back that is lent on the day `start`."""
    return next_open_day(start + timedelta(days=rules.days_for(kind)), rules)
