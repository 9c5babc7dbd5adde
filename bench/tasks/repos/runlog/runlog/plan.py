"""The plan for the week to come."""

LAST_WEEKS = 3
MORE_PERCENT = 10


def next_week(sums):
    """The most kilometres for next week, rounded to whole ones. `sums` are those of the weeks, the latest at the end."""
    last = list(sums)[-LAST_WEEKS:]
    if not last:
        return 0
    return round(sum(last) / len(last) * (100 + MORE_PERCENT) / 100)
