"""Lessons, as they stand in the timetable."""

import csv
from dataclasses import dataclass
from pathlib import Path

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
WEEKS = ("", "A", "B")


@dataclass(frozen=True)
class Lesson:
    day: str
    period: int
    form: str
    subject: str
    teacher: str
    room: str
    week: str = ""
    """A or B, or empty if it is held in every week."""

    def held_in(self, week):
        """Whether it is held in a week, A or B."""
        return self.week in ("", week)


def load_lessons(path):
    with Path(path).open(encoding="utf-8", newline="") as file:
        return [_lesson(row) for row in csv.DictReader(file)]


def _lesson(row):
    if row["day"] not in DAYS:
        raise ValueError(f"not a day: {row['day']!r}")
    if row["week"] not in WEEKS:
        raise ValueError(f"not a week: {row['week']!r}")
    return Lesson(**{**row, "period": int(row["period"])})


def on_day(lessons, day, week):
    """The lessons of a day in week A or B, by period."""
    found = [lesson for lesson in lessons if lesson.day == day and lesson.held_in(week)]
    return sorted(found, key=lambda lesson: lesson.period)


def teachers(lessons):
    return sorted({lesson.teacher for lesson in lessons})


def gaps(lessons, teacher, day, week):
    """The periods between a teacher's first and last lesson of a day in which they have none."""
    taught = [lesson.period for lesson in on_day(lessons, day, week) if lesson.teacher == teacher]
    if not taught:
        return []
    return [period for period in range(taught[0], taught[-1]) if period not in taught]
