"""Labels to stick on the parcels."""

WEIGHTS = (3, 1)


def check_digit(number):
    """The digit that is put behind a number of digits, so that a wrong one is noticed.

    The digits count three times and once in turn, from the right; the check digit makes the sum a multiple of ten.
    Raises ValueError when something else than digits is in the number.
    """
    if not number.isdecimal():
        raise ValueError(f"{number!r} is not made of digits")
    total = sum(int(digit) * WEIGHTS[place % 2] for place, digit in enumerate(reversed(number)))
    return -total % 10


def label(parcel, sender="parcelhub"):
    """The lines of a label."""
    return [
        f"From: {sender}",
        f"To: {parcel.name}",
        f"{parcel.country} {parcel.weight / 1000:.1f} kg",
        f"*{parcel.number}{check_digit(parcel.number)}*",
    ]
