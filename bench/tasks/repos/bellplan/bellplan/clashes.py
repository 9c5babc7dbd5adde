"""Finds what cannot be held at the same time."""

from dataclasses import dataclass
from itertools import combinations

from bellplan.lessons import Lesson

SHARED = ("form", "teacher", "room")


@dataclass(frozen=True)
class Clash:
    first: Lesson
    second: Lesson
    over: str
    """What both need: form, teacher or room."""

    def __str__(self):
        name = getattr(self.first, self.over)
        when = f"{self.first.day} {self.first.period}"
        return f"{when}: {self.over} {name} has {self.first.subject} and {self.second.subject}"


def same_time(one, other):
    """Whether there is a week in which both lessons are held at the same time."""
    if (one.day, one.period) != (other.day, other.period):
        return False
    return one.week == other.week or not one.week or not other.week


def clashes(lessons):
    """All clashes, in the order of the lessons."""
    found = []
    for one, other in combinations(lessons, 2):
        if same_time(one, other):
            found += [Clash(one, other, name) for name in SHARED if getattr(one, name) == getattr(other, name)]
    return found
