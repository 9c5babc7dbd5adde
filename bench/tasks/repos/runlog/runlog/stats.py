"""What the runs come to."""

from datetime import timedelta


def week_of(day):
    """The week of a day: `2025-W03`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def weeks(runs):
    """The kilometres of each week with a run, as a dict in the order of the weeks."""
    sums = {}
    for run in sorted(runs, key=lambda run: run.day):
        week = week_of(run.day)
        sums[week] = round(sums.get(week, 0) + run.km, 2)
    return sums


def fastest(runs, km):
    """The run with the best pace of those that are at least so long, or None."""
    return min((run for run in runs if run.km >= km), key=lambda run: run.pace, default=None)


def longest_streak(runs):
    """The most days one after the other with a run."""
    longest = current = 0
    before = None
    for day in sorted({run.day for run in runs}):
        current = current + 1 if before is not None and day - before == timedelta(days=1) else 1
        longest = max(longest, current)
        before = day
    return longest
