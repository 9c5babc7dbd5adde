"""Which files are shown, and in which order."""

from fnmatch import fnmatchcase

ORDERS = ("path", "churn")


def without(stats, patterns):
    """Leave out the files whose path, or whose name alone, matches one of the patterns."""
    return [stat for stat in stats if not any(_matches(stat.path, pattern) for pattern in patterns)]


def _matches(path, pattern):
    return fnmatchcase(path, pattern) or fnmatchcase(path.rpartition("/")[2], pattern)


def ordered(stats, order="path"):
    """By path, or by churn: the most changed lines first, and by path where they are the same."""
    if order not in ORDERS:
        raise ValueError(f"not an order: {order!r}")
    if order == "churn":
        return sorted(stats, key=lambda stat: (-stat.churn, stat.path))
    return sorted(stats, key=lambda stat: stat.path)
