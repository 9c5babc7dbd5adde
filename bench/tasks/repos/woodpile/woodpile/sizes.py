"""Lengths as people write them down."""

UNITS = {"mm": 0.001, "cm": 0.01, "m": 1.0}


def parse_length(text):
    """Read a length such as `2.4 m`, `33 cm` or `250mm`, in metres; a bare number is in metres."""
    number, factor = text.strip().lower().replace(",", "."), 1.0
    for unit in UNITS:
        if number.endswith(unit):
            number, factor = number.removesuffix(unit), UNITS[unit]
            break
    try:
        length = float(number) * factor
    except ValueError:
        raise ValueError(f"not a length: {text!r}") from None
    if not 0 < length < 100:
        raise ValueError(f"not a length: {text!r}")
    return length
