"""The rules by which snapshots are kept."""

from dataclasses import dataclass

# Snapshots with the same value lie in the same period of a rule.
PERIODS = {
    "daily": lambda taken: taken.date(),
    "weekly": lambda taken: taken.strftime("%G-%V"),
    "monthly": lambda taken: (taken.year, taken.month),
    "yearly": lambda taken: taken.year,
}


@dataclass(frozen=True)
class Policy:
    """How many snapshots each rule keeps."""

    last: int = 0
    daily: int = 0
    weekly: int = 0
    monthly: int = 0
    yearly: int = 0


def kept(snapshots, policy):
    """The snapshots of one host that are kept, as a dict to the names of the rules that keep them, newest first."""
    newest_first = sorted(snapshots, key=lambda snapshot: snapshot.taken, reverse=True)
    reasons = {snapshot: [] for snapshot in newest_first}
    for snapshot in newest_first[: policy.last]:
        reasons[snapshot].append("last")
    for rule, period in PERIODS.items():
        for snapshot in _newest_of_each(newest_first, period)[: getattr(policy, rule)]:
            reasons[snapshot].append(rule)
    return {snapshot: rules for snapshot, rules in reasons.items() if rules}


def _newest_of_each(newest_first, period):
    newest = {}
    for snapshot in newest_first:
        newest.setdefault(period(snapshot.taken), snapshot)
    return list(newest.values())
