"""Amounts and their units."""

from fractions import Fraction

# unit: (its base unit, how many of them it is)
UNITS = {
    "g": ("g", 1),
    "kg": ("g", 1000),
    "ml": ("ml", 1),
    "tsp": ("ml", 5),
    "tbsp": ("ml", 15),
    "l": ("ml", 1000),
    "": ("", 1),
}


def parse_number(text):
    """`2`, `0.5`, `1/2` or `1 1/2` as a Fraction. Raises ValueError."""
    parts = text.split()
    if not parts:
        raise ValueError("there is no number")
    return sum(Fraction(part) for part in parts)


def to_base(number, unit):
    """The amount in the base unit, and that unit."""
    base, factor = UNITS[unit]
    return number * factor, base


def show_amount(number, unit):
    """`1.5 kg`, with two decimals at most; from 1000 on in the larger unit."""
    if number >= 1000 and unit in ("g", "ml"):
        number, unit = number / 1000, {"g": "kg", "ml": "l"}[unit]
    text = f"{float(number):.2f}".rstrip("0").rstrip(".")
    return f"{text} {unit}".strip()
