"""The command line."""

import argparse
import sys

from knitpad.gauge import cast_on, parse_gauge, width_of
from knitpad.pattern import read_pattern
from knitpad.rows import Mismatch
from knitpad.yarn import load_stash


def main(argv=None):
    parser = argparse.ArgumentParser(prog="knitpad")
    commands = parser.add_subparsers(dest="command", required=True)
    begin = commands.add_parser("cast-on", help="the stitches for a width")
    begin.add_argument("gauge")
    begin.add_argument("width", type=float)
    begin.add_argument("--multiple", type=int, default=1)
    begin.add_argument("--edge", type=int, default=0)
    commands.add_parser("check", help="the stitches after each row").add_argument("file")
    commands.add_parser("stash", help="the yarn that is there").add_argument("file")
    options = parser.parse_args(argv)
    try:
        if options.command == "cast-on":
            gauge = parse_gauge(options.gauge)
            stitches = cast_on(gauge, options.width, options.multiple, options.edge)
            print(f"{stitches} stitches, {width_of(gauge, stitches):.1f} cm")
        elif options.command == "check":
            for number, count in enumerate(read_pattern(options.file).counts(), 1):
                print(f"row {number}: {count}")
        else:
            for yarn in load_stash(options.file):
                print(f"{yarn.name}, {yarn.colour}: {yarn.length} m")
    except (OSError, ValueError, Mismatch) as error:
        print(f"knitpad: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
