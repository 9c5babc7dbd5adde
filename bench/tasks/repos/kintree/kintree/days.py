"""Days of which perhaps only the month or the year is known."""

import re
from dataclasses import dataclass

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True)
class Day:
    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self):
        """`12 Mar 1887`, `Mar 1887` or `1887`."""
        parts = [self.day, self.month and MONTHS[self.month - 1], self.year]
        return " ".join(str(part) for part in parts if part)

    @property
    def key(self):
        """What to sort days by."""
        return (self.year, self.month or 0, self.day or 0)


def parse_day(text):
    """Read `1887-03-12`, `1887-03` or `1887`; None if there is nothing."""
    text = text.strip()
    if not text:
        return None
    match = _DAY.fullmatch(text)
    if not match:
        raise ValueError(f"not a day: {text!r}")
    year, month, day = (part and int(part) for part in match.groups())
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        raise ValueError(f"not a day: {text!r}")
    return Day(year, month, day)


def years_between(first, last):
    """The full years between two days; if the birthday is not known, as if it had been."""
    years = last.year - first.year
    if first.month is None or last.month is None:
        return years
    if (last.month, last.day or 31) < (first.month, first.day or 1):
        return years - 1
    return years
