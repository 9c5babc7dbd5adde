"""How well colours can be read on each other, as in WCAG 2."""

from huekit.colour import Colour


def luminance(colour):
    """From 0 (black) to 1 (white)."""
    red, green, blue = (_linear(value / 255) for value in (colour.red, colour.green, colour.blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """From 1 to 21, whichever of the two is the lighter."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def text_on(background):
    """Black or white, whichever is easier to read."""
    black, white = Colour(0, 0, 0), Colour(255, 255, 255)
    return max(black, white, key=lambda colour: contrast(colour, background))


def _linear(value):
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
