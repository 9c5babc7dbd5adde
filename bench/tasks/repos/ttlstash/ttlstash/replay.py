"""Recorded reads, done again on a cache."""

import csv
from pathlib import Path

from ttlstash.cache import Cache


def replay(path, max_items, ttl=None):
    """Read the keys of a file (`second,key`) through a cache: what is missing is put in. The cache as it is then."""
    now = 0
    cache = Cache(max_items, ttl, clock=lambda: now)
    with Path(path).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            now = int(row["second"])
            if cache.get(row["key"]) is None:
                cache.put(row["key"], "x")
    return cache
