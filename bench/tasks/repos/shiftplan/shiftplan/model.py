"""Shifts and the plan."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass
class Shift:
    name: str
    start: datetime
    end: datetime
    person: str | None = None  # None: nobody has it so far

    def __post_init__(self):
        if self.end <= self.start:
            raise ValueError(f"the shift {self.name} ends before it begins")

    @property
    def length(self):
        return self.end - self.start

    def overlaps(self, other):
        """Whether there is a moment that belongs to both. One may begin when the other ends."""
        return self.start < other.end and other.start < self.end


def shift_on(name, day, start, end):
    """A shift from times such as `22:00` and `06:00`; when the end is not after the start, it is on the next day."""
    begins = datetime.combine(day, datetime.strptime(start, "%H:%M").time())
    ends = datetime.combine(day, datetime.strptime(end, "%H:%M").time())
    if ends <= begins:
        ends += timedelta(days=1)
    return Shift(name, begins, ends)


@dataclass
class Plan:
    people: list
    shifts: list = field(default_factory=list)

    def shifts_of(self, person):
        """The shifts of a person in the order of time."""
        return sorted((shift for shift in self.shifts if shift.person == person), key=lambda shift: shift.start)

    def open_shifts(self):
        """The shifts that nobody has, in the order of time."""
        return self.shifts_of(None)

    def people_off(self, day):
        """The people who do not work on a day, in the order of the people. A shift from the day before counts, too."""
        start = datetime.combine(day, datetime.min.time())
        whole = Shift("day", start, start + timedelta(days=1))
        busy = {shift.person for shift in self.shifts if shift.overlaps(whole)}
        return [person for person in self.people if person not in busy]

    def give(self, shift, person):
        """Give a shift to a person. Raises ValueError when the plan does not know the person."""
        if person not in self.people:
            raise ValueError(f"{person} does not work here")
        shift.person = person

    def swap(self, first, second):
        """Let two shifts change their people."""
        first.person, second.person = second.person, first.person
