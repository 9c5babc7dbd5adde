"""Who is well, who is warned and who is blocked."""

from dataclasses import dataclass

from diskquota.limits import Limit
from diskquota.sizes import format_size

OK, GRACE, BLOCKED = "ok", "grace", "blocked"


@dataclass(frozen=True)
class Row:
    user: str
    used: int
    limit: Limit
    state: str

    def __str__(self):
        return f"{self.user:<12} {format_size(self.used):>8} of {format_size(self.limit.soft):>8}  {self.state}"


def report(usage, limits, tracker, today):
    """A row for each user, those who take most first; notes in the tracker what they take."""
    rows = []
    for user, used in usage.items():
        limit = limits.of(user)
        tracker.update(user, used, limit, today)
        rows.append(Row(user, used, limit, _state(used, limit, tracker.deadline(user), today)))
    return sorted(rows, key=lambda row: (-row.used, row.user))


def _state(used, limit, deadline, today):
    if used > limit.hard:
        return BLOCKED
    if deadline is None:
        return OK
    return BLOCKED if today >= deadline else GRACE
