"""A job and its states."""

from dataclasses import dataclass, field
from enum import Enum


class Status(str, Enum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass
class Job:
    """`not_before` is a time in seconds; the job is not started earlier."""

    number: int
    title: str
    priority: int = 0
    after: tuple = ()
    status: Status = Status.WAITING
    attempts: int = 0
    not_before: float = 0.0
    errors: list = field(default_factory=list)

    @property
    def is_open(self):
        """Whether something is still to be done."""
        return self.status in (Status.WAITING, Status.RUNNING)
