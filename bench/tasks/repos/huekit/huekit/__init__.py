"""Colours: read, write, turn and compare them."""

from huekit.colour import Colour, parse, to_hex
from huekit.contrast import contrast, luminance, text_on
from huekit.hsl import from_hsl, hue_name, lighten, rotate, to_hsl
from huekit.palette import Palette, parse_palette, read_palette

__all__ = [
    "Colour",
    "Palette",
    "contrast",
    "from_hsl",
    "hue_name",
    "lighten",
    "luminance",
    "parse",
    "parse_palette",
    "read_palette",
    "rotate",
    "text_on",
    "to_hex",
    "to_hsl",
]
