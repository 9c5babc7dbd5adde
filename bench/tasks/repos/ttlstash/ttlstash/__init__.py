"""A cache in memory whose entries expire."""

from ttlstash.cache import Cache
from ttlstash.patterns import matches
from ttlstash.replay import replay
from ttlstash.stats import Stats

__all__ = ["Cache", "Stats", "matches", "replay"]
