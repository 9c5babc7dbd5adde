"""Counts entries."""

import math
from collections import Counter


def top_paths(entries, count):
    """The paths asked for most, with how often; equal ones in the order of the alphabet."""
    hits = Counter(entry.path for entry in entries)
    return sorted(hits.items(), key=lambda pair: (-pair[1], pair[0]))[:count]


def status_counts(entries):
    """How often each class of status came, in order: `{"2xx": 10, "4xx": 1}`."""
    return dict(sorted(Counter(entry.status_class for entry in entries).items()))


def error_rate(entries):
    """The share of failed requests, between 0 and 1; 0 for no requests."""
    if not entries:
        return 0.0
    return sum(entry.failed for entry in entries) / len(entries)


def per_hour(entries):
    """How many requests came in each hour of the day: a list of 24 numbers."""
    hours = [0] * 24
    for entry in entries:
        hours[entry.time.hour] += 1
    return hours


def percentile(entries, share):
    """The seconds within which that share of the requests (0.95, say) was answered; None without any seconds.

    It is always one of the values that were measured (the nearest rank).
    """
    if not 0 < share <= 1:
        raise ValueError("the share must be above 0 and at most 1")
    values = sorted(entry.seconds for entry in entries if entry.seconds is not None)
    if not values:
        return None
    return values[math.ceil(share * len(values)) - 1]
