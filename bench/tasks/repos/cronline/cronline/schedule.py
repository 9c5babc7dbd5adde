"""A whole cron expression."""

from dataclasses import dataclass

from cronline.errors import CronError
from cronline.fields import parse_field
from cronline.kinds import DAY, HOUR, MINUTE, MONTH, WEEKDAY


@dataclass(frozen=True)
class Schedule:
    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    every_day: bool
    every_weekday: bool

    def on_day(self, day):
        """Whether it runs at all on a date."""
        if day.month not in self.months:
            return False
        in_month = day.day in self.days
        in_week = day.isoweekday() % 7 in self.weekdays
        if self.every_day or self.every_weekday:
            return in_month and in_week
        return in_month or in_week

    def at(self, moment):
        """Whether it runs at a date and time, which is cut to the minute."""
        return moment.minute in self.minutes and moment.hour in self.hours and self.on_day(moment.date())


def parse(text):
    """The schedule of an expression such as "30 6 * * mon-fri". Raises CronError when it makes no sense."""
    fields = text.split()
    if len(fields) != 5:
        raise CronError(f"{text!r} has {len(fields)} fields instead of 5")
    minute, hour, day, month, weekday = fields
    return Schedule(
        minutes=parse_field(minute, MINUTE),
        hours=parse_field(hour, HOUR),
        days=parse_field(day, DAY),
        months=parse_field(month, MONTH),
        weekdays=frozenset(number % 7 for number in parse_field(weekday, WEEKDAY)),
        every_day=day == "*",
        every_weekday=weekday == "*",
    )
