"""The books of a firewood yard."""

from woodpile.orders import TooLittle, pick, price
from woodpile.sizes import parse_length
from woodpile.stacks import Stack, add_months, listing, load_yard
from woodpile.woods import Wood, find_wood

__all__ = [
    "Stack",
    "TooLittle",
    "Wood",
    "add_months",
    "find_wood",
    "listing",
    "load_yard",
    "parse_length",
    "pick",
    "price",
]
