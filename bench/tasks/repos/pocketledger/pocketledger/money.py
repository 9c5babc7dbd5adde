"""Amounts are whole cents; texts use a decimal comma and dots between thousands."""

from decimal import ROUND_HALF_UP, Decimal


def parse_cents(text):
    """Read "1.234,56" as 123456.

    Raises ValueError when the text is no amount.
    """
    plain = text.strip().replace(".", "").replace(",", ".")
    try:
        amount = Decimal(plain)
    except ArithmeticError:
        raise ValueError(f"{text!r} is no amount") from None
    return int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def format_cents(cents):
    """Write 123456 as "1.234,56"."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole:,}".replace(",", ".") + f",{rest:02d}"
