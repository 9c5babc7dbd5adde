"""On which weekdays a trip runs."""

NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def parse_days(text):
    """The weekdays (0 is Monday) of `daily`, `mon-fri`, `sat,sun` or `fri-mon`, as a frozenset. Raises ValueError."""
    if text == "daily":
        return frozenset(range(7))
    days = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        start, end = _number(first), _number(last or first)
        if end < start:
            end += 7
        days.update(day % 7 for day in range(start, end + 1))
    return frozenset(days)


def show_days(days):
    """The days as a text that parse_days reads."""
    if len(days) == 7:
        return "daily"
    return ",".join(NAMES[day] for day in sorted(days))


def _number(name):
    if name not in NAMES:
        raise ValueError(f"no weekday: {name!r}")
    return NAMES.index(name)
