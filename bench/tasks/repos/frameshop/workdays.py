"""When an order will be ready. The workshop is closed on Sundays and Mondays."""

from datetime import timedelta

SUNDAY, MONDAY = 6, 0


def is_workday(day, holidays=()):
    return day.weekday() not in (SUNDAY, MONDAY) and day not in holidays


def ready_on(ordered, days, holidays=()):
    """The day after `days` workdays of work. The day of the order itself does not count."""
    day = ordered
    while days > 0:
        day += timedelta(days=1)
        if is_workday(day, holidays):
            days -= 1
    return day
