"""Times of day, in minutes since midnight."""

DAY = 24 * 60


def parse_clock(text):
    """`7:30` as 450. Raises ValueError."""
    hours, _, minutes = text.partition(":")
    if not (hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60):
        raise ValueError(f"no time of day: {text!r}")
    return int(hours) * 60 + int(minutes)


def show_clock(minutes):
    """450 as `7:30`. After midnight it begins again at 0:00."""
    hours, minutes = divmod(minutes % DAY, 60)
    return f"{hours}:{minutes:02}"
