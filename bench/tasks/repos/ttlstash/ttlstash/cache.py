"""The cache."""

import time
from collections import OrderedDict
from dataclasses import dataclass

from ttlstash.patterns import matches
from ttlstash.stats import Stats


@dataclass
class Entry:
    value: object
    expires: float | None  # by the clock of the cache; None: never


class Cache:
    """Values by key, each for its time, and at most `max_items` of them."""

    def __init__(self, max_items=128, ttl=None, clock=time.monotonic):
        if max_items < 1:
            raise ValueError("max_items must be at least 1")
        self.max_items = max_items
        self.ttl = ttl
        self.stats = Stats()
        self._clock = clock
        self._entries = OrderedDict()  # the one that was used last is at the end

    def put(self, key, value, ttl=None):
        """Keep a value for `ttl` seconds, or else for those of the cache."""
        self._entries[key] = Entry(value, self._expiry(ttl))
        self._entries.move_to_end(key)
        self._make_room()

    def get(self, key, default=None):
        """The value of a key, or the default when there is none any more."""
        if key not in self:
            self.stats.misses += 1
            return default
        self.stats.hits += 1
        self._entries.move_to_end(key)
        return self._entries[key].value

    def delete(self, key):
        """Forget a key; whether there was something to forget."""
        known = key in self
        self._entries.pop(key, None)
        return known

    def delete_matching(self, pattern):
        """Forget the keys that match a pattern; how many there were."""
        return sum(self.delete(key) for key in self.keys() if matches(pattern, key))

    def keys(self):
        """The keys that have not expired, from the one not used for the longest time to the one used last."""
        return [key for key in self._entries if key in self]

    def __contains__(self, key):
        entry = self._entries.get(key)
        return entry is not None and not self._expired(entry)

    def __len__(self):
        return len(self.keys())

    def _expiry(self, ttl):
        if ttl is None:
            ttl = self.ttl
        return None if ttl is None else self._clock() + ttl

    def _expired(self, entry):
        return entry.expires is not None and self._clock() >= entry.expires

    def _make_room(self):
        for key in [key for key, entry in self._entries.items() if self._expired(entry)]:
            del self._entries[key]
        while len(self._entries) > self.max_items:
            self._entries.popitem(last=False)
            self.stats.evictions += 1
