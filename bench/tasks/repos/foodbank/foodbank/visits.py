"""Who came when."""

from datetime import date, timedelta

PAUSE = timedelta(days=7)


class TooSoon(Exception):
    """A household has been here within the last week."""


class Visits:
    def __init__(self):
        self._days: dict[str, list[date]] = {}

    def record(self, name: str, day: date) -> None:
        self._days.setdefault(name, []).append(day)

    def last(self, name: str) -> date | None:
        return max(self._days.get(name, []), default=None)

    def next_day(self, name: str, today: date) -> date:
        """The first day from today on which a household may come."""
        last = self.last(name)
        return today if last is None else max(today, last + PAUSE)

    def check(self, name: str, day: date) -> None:
        allowed = self.next_day(name, day)
        if allowed > day:
            raise TooSoon(f"{name} may come again on {allowed}")
