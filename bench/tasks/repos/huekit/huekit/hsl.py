"""Hue, saturation and lightness."""

from huekit.colour import Colour

HUES = ("red", "yellow", "green", "cyan", "blue", "magenta")


def to_hsl(colour):
    """The hue in degrees, and saturation and lightness from 0 to 1."""
    red, green, blue = colour.red / 255, colour.green / 255, colour.blue / 255
    high, low = max(red, green, blue), min(red, green, blue)
    span = high - low
    lightness = (high + low) / 2
    if not span:
        return 0.0, 0.0, lightness
    saturation = span / (1 - abs(2 * lightness - 1))
    if high == red:
        hue = (green - blue) / span % 6
    elif high == green:
        hue = (blue - red) / span + 2
    else:
        hue = (red - green) / span + 4
    return hue * 60, saturation, lightness


def from_hsl(hue, saturation, lightness):
    """The colour for a hue in degrees (any number of turns), and saturation and lightness from 0 to 1."""
    reach = saturation * min(lightness, 1 - lightness)

    def part(offset):
        place = (offset + hue / 30) % 12
        return round(255 * (lightness - reach * max(-1, min(place - 3, 9 - place, 1))))

    return Colour(part(0), part(8), part(4))


def rotate(colour, degrees):
    """The colour with its hue turned."""
    hue, saturation, lightness = to_hsl(colour)
    return from_hsl(hue + degrees, saturation, lightness)


def lighten(colour, amount):
    """The colour with so much more lightness (less, if negative), at most white and at least black."""
    hue, saturation, lightness = to_hsl(colour)
    return from_hsl(hue, saturation, max(0, min(1, lightness + amount)))


def hue_name(colour):
    """The one of the six HUES that the colour is nearest to, or `grey`."""
    hue, saturation, _ = to_hsl(colour)
    if not saturation:
        return "grey"
    return HUES[int((hue + 30) // 60) % 6]
