"""The command line."""

import argparse
import sys

from ferrydeck.fares import load_tariff, quote
from ferrydeck.sailings import load_sailings, on_route
from ferrydeck.vehicles import parse_vehicle


def main(argv=None):
    parser = argparse.ArgumentParser(prog="ferrydeck")
    commands = parser.add_subparsers(dest="command", required=True)
    board = commands.add_parser("board", help="the sailings of a route")
    board.add_argument("file")
    board.add_argument("route")
    price = commands.add_parser("quote", help="what a crossing costs")
    price.add_argument("tariff")
    price.add_argument("vehicle")
    price.add_argument("passengers", nargs="*")
    options = parser.parse_args(argv)
    try:
        if options.command == "board":
            for sailing in on_route(load_sailings(options.file), options.route):
                print(f"{sailing.departs:%d.%m. %H:%M} {sailing.code} {sailing.deck / 100:g} m")
        else:
            total = quote(load_tariff(options.tariff), parse_vehicle(options.vehicle), options.passengers)
            print(f"{total:.2f} euros")
    except (OSError, ValueError) as error:
        print(f"ferrydeck: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
