"""What a cache counts."""

from dataclasses import dataclass


@dataclass
class Stats:
    hits: int = 0
    misses: int = 0
    evictions: int = 0

    @property
    def hit_rate(self):
        """The part of the reads that were hits, from 0 to 1."""
        reads = self.hits + self.misses
        return self.hits / reads if reads else 0.0
