"""Amounts of money as text and as cents."""

import re

AMOUNT = re.compile(r"(\d+)(?:\.(\d{1,2}))?")


def parse_amount(text):
    """The cents of an amount such as "12.60". Raises ValueError when it is none."""
    match = AMOUNT.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no amount")
    whole, fraction = match.groups(default="0")
    return int(whole) * 100 + int(fraction.ljust(2, "0"))


def format_amount(cents):
    """Cents as text, always with two digits behind the point."""
    sign = "-" if cents < 0 else ""
    whole, fraction = divmod(abs(cents), 100)
    return f"{sign}{whole}.{fraction:02}"
