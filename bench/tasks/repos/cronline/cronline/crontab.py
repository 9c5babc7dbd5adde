"""Crontab files."""

import re
from dataclasses import dataclass
from pathlib import Path

from cronline.errors import CronError
from cronline.runs import next_runs
from cronline.schedule import Schedule, parse

SETTING = re.compile(r"[A-Za-z_]\w*\s*=")


@dataclass(frozen=True)
class Job:
    line: int
    schedule: Schedule
    command: str


def read_crontab(path):
    """The jobs in a file. Raises CronError, with the number of the line, when one of them makes no sense."""
    jobs = []
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#") or SETTING.match(line):
            continue
        try:
            jobs.append(_job(number, line))
        except CronError as error:
            raise CronError(f"line {number}: {error}") from None
    return jobs


def upcoming(jobs, after, count):
    """The next `count` runs of all jobs as pairs of a moment and a job, by time and then by line."""
    runs = [(moment, job) for job in jobs for moment in next_runs(job.schedule, after, count)]
    return sorted(runs, key=lambda run: (run[0], run[1].line))[:count]


def _job(number, line):
    parts = line.split(None, 5)
    if len(parts) < 6:
        raise CronError("there is no command")
    return Job(number, parse(" ".join(parts[:5])), parts[5])
