"""What the log says."""

from collections import Counter

from starlog.log import same_target


def nights_by_month(log):
    """On how many nights something was seen, by month (`2024-03`), the earliest first."""
    nights = {entry.night for entry in log}
    return dict(sorted(Counter(f"{night:%Y-%m}" for night in nights).items()))


def seen_on(log, night):
    """The names of what was seen on a night, in that order."""
    return [entry.target for entry in sorted(log, key=lambda entry: entry.when) if entry.night == night]


def average_seeing(log):
    """The average of the entries that have the seeing; None if there are none."""
    noted = [entry.seeing for entry in log if entry.seeing is not None]
    return sum(noted) / len(noted) if noted else None


def still_to_see(log, wishes):
    """The wishes that are not in the log."""
    return [wish for wish in wishes if not any(same_target(wish, entry.target) for entry in log)]
