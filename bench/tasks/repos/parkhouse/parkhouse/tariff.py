"""What parking costs. Amounts are in cents."""

FREE_MINUTES = 15
FIRST_HOUR = 250
NEXT_HOUR = 180
DAY_MAXIMUM = 1500
DAY_MINUTES = 24 * 60


def started_hours(minutes):
    """How many hours have begun: 1 to 60 minutes are one hour, 61 minutes are two."""
    return (minutes + 59) // 60


def day_fee(minutes):
    """The fee of a day, or of a part of it."""
    if minutes == 0:
        return 0
    hours = started_hours(minutes)
    return min(FIRST_HOUR + (hours - 1) * NEXT_HOUR, DAY_MAXIMUM)


def fee(minutes):
    """The fee of a stay of so many minutes."""
    if minutes <= FREE_MINUTES:
        return 0
    days, rest = divmod(minutes, DAY_MINUTES)
    return days * DAY_MAXIMUM + day_fee(rest)
