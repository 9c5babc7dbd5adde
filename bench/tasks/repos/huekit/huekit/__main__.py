"""The command line."""

import argparse
import sys

from huekit.colour import parse, to_hex
from huekit.hsl import to_hsl
from huekit.palette import read_palette


def main(argv=None):
    parser = argparse.ArgumentParser(prog="huekit")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("show", help="a colour in other forms").add_argument("colour")
    nearest = commands.add_parser("nearest", help="the name in a palette that is most like a colour")
    nearest.add_argument("palette")
    nearest.add_argument("colour")
    options = parser.parse_args(argv)
    try:
        colour = parse(options.colour)
        if options.command == "show":
            hue, saturation, lightness = to_hsl(colour)
            print(f"{to_hex(colour)} hsl({hue:.0f}, {saturation:.0%}, {lightness:.0%})")
        else:
            print(read_palette(options.palette).nearest(colour))
    except (OSError, ValueError) as error:
        print(f"huekit: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
