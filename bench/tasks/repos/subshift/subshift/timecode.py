"""Times as they stand in a subtitle file, such as 00:01:02,500."""

import re

_TIME = re.compile(r"(\d+):([0-5]\d):([0-5]\d)[,.](\d{3})")


def read_time(text):
    """The milliseconds since the beginning of the film. Raises ValueError."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no time")
    hours, minutes, seconds, millis = (int(part) for part in match.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + millis


def show_time(millis):
    seconds, millis = divmod(millis, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02},{millis:03}"
