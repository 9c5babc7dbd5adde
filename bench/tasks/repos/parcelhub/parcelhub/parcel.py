"""A parcel."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Parcel:
    """`weight` is in grams, the three sides are in centimetres."""

    number: str
    name: str
    country: str
    weight: int
    length: int
    width: int
    height: int

    @property
    def longest_side(self):
        return max(self.length, self.width, self.height)

    @property
    def girth(self):
        """The longest side and once around the other two."""
        short, middle, long = sorted((self.length, self.width, self.height))
        return long + 2 * (short + middle)
