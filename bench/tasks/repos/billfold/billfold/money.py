"""Amounts of money, in cents."""

import re

_AMOUNT = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d\d))?")


def parse_amount(text):
    """The cents of an amount such as `1,234.50`, `-3` or `0.99`."""
    match = _AMOUNT.fullmatch(text.strip())
    if not match:
        raise ValueError(f"not an amount: {text!r}")
    cents = int(match[2].replace(",", "")) * 100 + int(match[3] or 0)
    return -cents if match[1] else cents


def format_amount(cents):
    """An amount as people write it: `1,234.50`."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole:,}.{rest:02}"


def percent(cents, rate):
    """So many percent of an amount, half a cent rounded away from zero."""
    share = (abs(cents) * rate + 50) // 100
    return -share if cents < 0 else share
