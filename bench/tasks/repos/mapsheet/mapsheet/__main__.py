"""The command line."""

import argparse
import json
import sys
from pathlib import Path

from mapsheet.angles import format_point
from mapsheet.geojson import to_geojson
from mapsheet.places import Layer, load_places
from mapsheet.tiles import tiles


def main(argv=None):
    parser = argparse.ArgumentParser(prog="mapsheet")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="the places and where they are").add_argument("file")
    commands.add_parser("geojson", help="the places as GeoJSON").add_argument("file")
    grid = commands.add_parser("tiles", help="the tiles of a map of the places")
    grid.add_argument("file")
    grid.add_argument("zoom", type=int)
    options = parser.parse_args(argv)
    try:
        layer = Layer(Path(options.file).stem, load_places(options.file))
        if options.command == "list":
            for place in layer:
                print(f"{place.name}: {format_point(place.lat, place.lon)}")
        elif options.command == "geojson":
            print(json.dumps(to_geojson(layer), indent=2))
        else:
            for x, y in tiles(layer.box, options.zoom):
                print(f"{options.zoom}/{x}/{y}")
    except (OSError, ValueError) as error:
        print(f"mapsheet: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
