"""Palettes: colours by name."""

from pathlib import Path

from huekit.colour import parse


class Palette:
    def __init__(self, colours=()):
        self._colours = dict(colours)

    def __len__(self):
        return len(self._colours)

    def __contains__(self, name):
        return name in self._colours

    def __getitem__(self, name):
        return self._colours[name]

    @property
    def names(self):
        return list(self._colours)

    def with_colour(self, name, colour):
        """A palette that has this colour as well, or in the place of the one with the same name."""
        colours = dict(self._colours)
        colours[name] = colour
        return Palette(colours)

    def without(self, name):
        """A palette that does not have the colour of this name."""
        return Palette({key: colour for key, colour in self._colours.items() if key != name})

    def nearest(self, colour):
        """The name of the colour that is most like another; of several, the first."""
        if not self._colours:
            raise ValueError("the palette is empty")
        return min(self._colours, key=lambda name: _distance(self._colours[name], colour))


def parse_palette(text):
    colours = {}
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith(";"):
            continue
        name, equals, colour = line.partition("=")
        if not equals or not name.strip():
            raise ValueError(f"not a line of a palette: {line!r}")
        colours[name.strip()] = parse(colour)
    return Palette(colours)


def read_palette(path):
    return parse_palette(Path(path).read_text(encoding="utf-8"))


def _distance(one, other):
    return (one.red - other.red) ** 2 + (one.green - other.green) ** 2 + (one.blue - other.blue) ** 2
