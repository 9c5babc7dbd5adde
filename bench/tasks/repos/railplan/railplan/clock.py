"""Times of a service day, as minutes since its midnight. They may go beyond 24 hours."""

import re

DAY = 24 * 60


def parse_time(text):
    """`07:05` as 425. Raises ValueError."""
    match = re.fullmatch(r"(\d{1,2}):([0-5]\d)", text.strip())
    if match is None:
        raise ValueError(f"no time: {text!r}")
    return int(match[1]) * 60 + int(match[2])


def show_time(minutes):
    """425 as `07:05`; a time of the next day as `00:10+1`, one of the day before as `23:50-1`."""
    day, minutes = divmod(minutes, DAY)
    text = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}{day:+}" if day else text


def show_duration(minutes):
    """65 as `1h05`, 40 as `40 min`."""
    hours, minutes = divmod(minutes, 60)
    return f"{hours}h{minutes:02}" if hours else f"{minutes} min"
