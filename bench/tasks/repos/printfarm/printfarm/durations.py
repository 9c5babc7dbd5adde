"""Print times such as 2h15m, in minutes."""

import re

_DURATION = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?")


def parse_duration(text):
    match = _DURATION.fullmatch(text)
    if not text or match is None:
        raise ValueError(f"not a print time: {text!r}")
    hours, minutes = match.groups()
    return int(hours or 0) * 60 + int(minutes or 0)


def format_duration(minutes):
    hours, rest = divmod(minutes, 60)
    return f"{hours}h{rest:02}m" if hours else f"{rest}m"
