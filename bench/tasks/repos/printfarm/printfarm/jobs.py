"""Print jobs, one on a line."""

import re
from dataclasses import dataclass
from datetime import date

from printfarm.durations import parse_duration

_JOB = re.compile(
    r"(?P<name>\S+)(?: x(?P<copies>\d+))? (?P<material>[A-Z]+) (?P<colour>\w+) (?P<grams>\d+)g (?P<time>\w+)"
    r"(?: due (?P<due>\d{4}-\d\d-\d\d))?"
)


@dataclass(frozen=True)
class Job:
    name: str
    material: str
    colour: str
    grams: int  # of one copy
    minutes: int  # of one copy
    copies: int = 1
    due: date | None = None

    @property
    def total_grams(self):
        return self.grams * self.copies

    @property
    def total_minutes(self):
        return self.minutes * self.copies


def parse_job(line):
    match = _JOB.fullmatch(line.strip())
    if match is None:
        raise ValueError(f"not a job: {line!r}")
    return Job(
        match["name"],
        match["material"],
        match["colour"],
        int(match["grams"]),
        parse_duration(match["time"]),
        int(match["copies"] or 1),
        date.fromisoformat(match["due"]) if match["due"] else None,
    )
