"""The tiles of web maps."""

import math

MOST = 85.0511
"""The latitude at which the tiles end, in the north and in the south."""


def tile_of(lat, lon, zoom):
    """The tile that a point is on, as `x` and `y`."""
    if zoom < 0:
        raise ValueError(f"not a zoom: {zoom}")
    count = 2**zoom
    lat = math.radians(max(-MOST, min(MOST, lat)))
    x = math.floor((lon + 180) / 360 * count)
    y = math.floor((1 - math.asinh(math.tan(lat)) / math.pi) / 2 * count)
    return max(0, min(count - 1, x)), max(0, min(count - 1, y))


def tiles(box, zoom):
    """The tiles that a box touches, row by row from the north."""
    left, top = tile_of(box.north, box.west, zoom)
    right, bottom = tile_of(box.south, box.east, zoom)
    return [(x, y) for y in range(top, bottom + 1) for x in range(left, right + 1)]
