"""A job queue for one machine."""

from jobline.errors import JobError, UnknownJob
from jobline.job import Job, Status
from jobline.queue import Queue
from jobline.retry import RetryPolicy

__all__ = ["Job", "JobError", "Queue", "RetryPolicy", "Status", "UnknownJob"]
