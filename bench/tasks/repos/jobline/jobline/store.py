"""Keeps a queue in a JSON file."""

import json
import os
from pathlib import Path

from jobline.job import Job, Status
from jobline.queue import Queue


def save(queue, path):
    """Write all jobs; the file is replaced in one step."""
    path = Path(path)
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps([to_dict(job) for job in queue], indent=2), encoding="utf-8")
    os.replace(temporary, path)


def load(path, retry=None):
    """Read a queue; a missing file is an empty queue."""
    path = Path(path)
    if not path.exists():
        return Queue(retry=retry)
    return Queue([from_dict(item) for item in json.loads(path.read_text(encoding="utf-8"))], retry=retry)


def to_dict(job):
    return {
        "number": job.number,
        "title": job.title,
        "priority": job.priority,
        "after": list(job.after),
        "status": job.status.value,
        "attempts": job.attempts,
        "not_before": job.not_before,
        "errors": job.errors,
    }


def from_dict(item):
    return Job(
        number=item["number"],
        title=item["title"],
        priority=item["priority"],
        after=tuple(item["after"]),
        status=Status(item["status"]),
        attempts=item["attempts"],
        not_before=item["not_before"],
        errors=list(item["errors"]),
    )
