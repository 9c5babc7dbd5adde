"""How often and when a failed job is tried again."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RetryPolicy:
    """The wait doubles from `first_wait` seconds with each attempt, up to `longest_wait`."""

    max_attempts: int = 3
    first_wait: float = 1.0
    longest_wait: float = 60.0

    def wait(self, attempts):
        """Seconds to wait after the given number of failed attempts (1 or more)."""
        return min(self.longest_wait, self.first_wait * 2 ** (attempts - 1))

    def may_retry(self, attempts):
        return attempts < self.max_attempts
