"""What each of the five fields may hold."""

from dataclasses import dataclass, field

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")


@dataclass(frozen=True)
class Kind:
    title: str
    low: int
    high: int
    names: dict[str, int] = field(default_factory=dict)


MINUTE = Kind("minute", 0, 59)
HOUR = Kind("hour", 0, 23)
DAY = Kind("day of the month", 1, 31)
MONTH = Kind("month", 1, 12, {name: number for number, name in enumerate(MONTHS, 1)})
WEEKDAY = Kind("day of the week", 0, 7, {name: number for number, name in enumerate(WEEKDAYS)})
