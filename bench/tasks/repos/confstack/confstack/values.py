"""Texts to values. Each function raises ValueError with the text in its message."""

TRUE = {"yes", "true", "on", "1"}
FALSE = {"no", "false", "off", "0"}
UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}


def to_text(text):
    return text


def to_boolean(text):
    word = text.strip().lower()
    if word in TRUE:
        return True
    if word in FALSE:
        return False
    raise ValueError(f"{text!r} is neither yes nor no")


def to_integer(text):
    try:
        return int(text.replace("_", ""))
    except ValueError:
        raise ValueError(f"{text!r} is no whole number") from None


def to_duration(text):
    """Seconds: "90", "1m 30s", "250ms", "2h"."""
    total, seen = 0.0, False
    for part in text.split():
        number = part.rstrip("abcdefghijklmnopqrstuvwxyz")
        unit = part[len(number) :] or "s"
        if unit not in UNITS:
            raise ValueError(f"{text!r} has the unknown unit {unit!r}")
        try:
            total += float(number) * UNITS[unit]
        except ValueError:
            raise ValueError(f"{text!r} is no duration") from None
        seen = True
    if not seen:
        raise ValueError(f"{text!r} is no duration")
    return total


def to_list(text):
    """Items between commas or line ends; empty ones are left out."""
    return [item.strip() for item in text.replace("\n", ",").split(",") if item.strip()]


CONVERTERS = {
    "text": to_text,
    "boolean": to_boolean,
    "integer": to_integer,
    "duration": to_duration,
    "list": to_list,
}
