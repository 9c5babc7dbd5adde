"""Places on a map."""

from mapsheet.angles import format_angle, format_point, parse_angle
from mapsheet.box import Box
from mapsheet.geojson import from_geojson, to_geojson
from mapsheet.places import Layer, Place, load_places
from mapsheet.tiles import tile_of, tiles

__all__ = [
    "Box",
    "Layer",
    "Place",
    "format_angle",
    "format_point",
    "from_geojson",
    "load_places",
    "parse_angle",
    "tile_of",
    "tiles",
    "to_geojson",
]
