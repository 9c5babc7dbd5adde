"""Durations and paces, in seconds."""


def parse_duration(text):
    """`1:02:30` is 3750 and `25:10` is 1510. Raises ValueError when the text is no duration."""
    parts = text.split(":")
    if len(parts) not in (2, 3) or not all(part.isdecimal() for part in parts):
        raise ValueError(f"{text!r} is no duration")
    numbers = [int(part) for part in parts]
    if any(number > 59 for number in numbers[1:]):
        raise ValueError(f"{text!r} is no duration")
    seconds = 0
    for number in numbers:
        seconds = seconds * 60 + number
    return seconds


def format_duration(seconds):
    """3750 is `1:02:30` and 1510 is `25:10`."""
    minutes, seconds = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes}:{seconds:02}"
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def format_pace(seconds, km):
    """The time for one kilometre, to the nearest second: 1510 seconds for 5 km are `5:02`."""
    minutes, rest = divmod(round(seconds / km), 60)
    return f"{minutes}:{rest:02}"
