"""What a frame costs, in cents."""

import tomllib
from pathlib import Path

from sizes import with_mat

PRICES = Path(__file__).with_name("prices.toml")


def load_prices(path=PRICES):
    with open(path, "rb") as file:
        return tomllib.load(file)


def piece_price(size, moulding, glass, prices, mat=0):
    """The price of one framed picture. `mat` is the width of the mat, 0 for none."""
    outer = with_mat(size, mat)
    cents = outer.perimeter * prices["moulding"][moulding]
    cents += outer.area * prices["glass"][glass]
    cents += (outer.area - size.area) * prices["mat"]["per_cm2"]
    return round(cents)


def discount_percent(pieces, prices):
    """The best discount that this number of pieces gets."""
    return max((step["percent"] for step in prices["discount"] if pieces >= step["pieces"]), default=0)


def order_price(piece, pieces, prices):
    return round(piece * pieces * (100 - discount_percent(pieces, prices)) / 100)


def euros(cents):
    return f"{cents // 100}.{cents % 100:02d} EUR"
