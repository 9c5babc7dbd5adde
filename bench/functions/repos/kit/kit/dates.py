"""Times of day as minutes since midnight."""


def parse_time(text):
    """Minutes since midnight of `7:05` or `19:30`. Raises ValueError."""
    hours, _, minutes = text.partition(":")
    value = int(hours) * 60 + int(minutes)
    if not 0 <= value < 24 * 60 or int(minutes) >= 60:
        raise ValueError(f"{text!r} is no time of day")
    return value


def show_time(minutes):
    """`07:05`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
