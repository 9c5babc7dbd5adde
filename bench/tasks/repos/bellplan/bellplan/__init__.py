"""The timetable of a small school."""

from bellplan.bells import Period, parse_bells, period_at
from bellplan.clashes import clashes
from bellplan.cover import NobodyFree, plan_cover
from bellplan.grid import grid
from bellplan.lessons import DAYS, Lesson, load_lessons, on_day, teachers

__all__ = [
    "DAYS",
    "Lesson",
    "NobodyFree",
    "Period",
    "clashes",
    "grid",
    "load_lessons",
    "on_day",
    "parse_bells",
    "period_at",
    "plan_cover",
    "teachers",
]
