"""When the bell rings."""

import re
from dataclasses import dataclass
from datetime import time

_LINE = re.compile(r"(\d+)\s+(\d\d:\d\d)-(\d\d:\d\d)")


@dataclass(frozen=True)
class Period:
    number: int
    start: time
    end: time


def parse_bells(text):
    """Read lines such as `1 08:30-09:15`; empty ones and those with a `#` in front do not count."""
    periods = []
    for line in text.splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if not match:
            raise ValueError(f"not a period: {line!r}")
        period = Period(int(match[1]), time.fromisoformat(match[2]), time.fromisoformat(match[3]))
        if period.end <= period.start:
            raise ValueError(f"period {period.number} ends before it starts")
        periods.append(period)
    return periods


def period_at(periods, moment):
    """The period in which a time of day lies, or None in a break; at the bell, the new one has begun."""
    for period in periods:
        if period.start <= moment < period.end:
            return period
    return None
