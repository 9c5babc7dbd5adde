"""Which job runs on which printer, and when."""

from dataclasses import dataclass
from datetime import date

from printfarm.jobs import Job


@dataclass(frozen=True)
class Slot:
    job: Job
    printer: str
    start: int  # minutes from now
    end: int


def make_plan(jobs, printers):
    free = dict.fromkeys(printers, 0)
    slots = []
    for job in sorted(jobs, key=lambda job: job.due or date.max):
        printer = min(free, key=free.get)
        start = free[printer]
        free[printer] = start + job.total_minutes
        slots.append(Slot(job, printer, start, free[printer]))
    return slots
