"""The shoes and how far they have been run."""


def km_by_shoes(runs):
    """The kilometres of each pair of shoes as a dict, the most in front; runs without shoes do not count."""
    sums = {}
    for run in runs:
        if run.shoes:
            sums[run.shoes] = round(sums.get(run.shoes, 0) + run.km, 2)
    return dict(sorted(sums.items(), key=lambda item: -item[1]))


def last_worn(runs):
    """The last day of each pair of shoes, as a dict."""
    return {run.shoes: run.day for run in sorted(runs, key=lambda run: run.day) if run.shoes}
