"""Cron expressions and when they come true."""

from cronline.crontab import Job, read_crontab, upcoming
from cronline.errors import CronError
from cronline.runs import next_run, next_runs
from cronline.schedule import Schedule, parse

__all__ = ["CronError", "Job", "Schedule", "next_run", "next_runs", "parse", "read_crontab", "upcoming"]
