"""Remembers since when users are over their soft limit."""

import json
from datetime import date, timedelta
from pathlib import Path

GRACE = timedelta(days=7)


class Tracker:
    def __init__(self, since=None):
        self.since = dict(since or {})

    def update(self, user, used, limit, today):
        """Note what a user takes today."""
        if used > limit.soft:
            self.since.setdefault(user, today)
        else:
            self.since.pop(user, None)

    def deadline(self, user):
        """The first day on which the user's grace is over; None for someone within the soft limit."""
        since = self.since.get(user)
        return since + GRACE if since else None

    def save(self, path):
        days = {user: day.isoformat() for user, day in sorted(self.since.items())}
        Path(path).write_text(json.dumps(days, indent=2) + "\n", encoding="utf-8")


def load_tracker(path):
    """The tracker that was saved in a file; a new one if there is no such file."""
    if not Path(path).exists():
        return Tracker()
    days = json.loads(Path(path).read_text(encoding="utf-8"))
    return Tracker({user: date.fromisoformat(day) for user, day in days.items()})
