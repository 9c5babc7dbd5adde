"""Times of a day, as minutes since midnight, and months."""

from calendar import monthrange
from datetime import date


def minutes_of(text):
    """`08:30` is 510. Raises ValueError when the text is no time."""
    hours, colon, minutes = text.partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60):
        raise ValueError(f"{text!r} is no time")
    return int(hours) * 60 + int(minutes)


def time_text(minutes):
    """510 is `08:30`."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def add_months(day, months):
    """The same day of a later month, or its last day if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
