"""The command line."""

import argparse
import sys

from kilnlog.cones import cone_reached, parse_cone, temperature_of
from kilnlog.kilns import firings_left, load_kilns
from kilnlog.log import load_log
from kilnlog.programme import read_programme


def main(argv=None):
    parser = argparse.ArgumentParser(prog="kilnlog")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("minutes", help="how long a programme takes").add_argument("file")
    commands.add_parser("cone", help="the temperature of a cone").add_argument("name")
    elements = commands.add_parser("elements", help="the firings that are left in each kiln's elements")
    elements.add_argument("kilns")
    elements.add_argument("log")
    options = parser.parse_args(argv)
    try:
        if options.command == "minutes":
            programme = read_programme(options.file)
            hours, minutes = divmod(programme.minutes(), 60)
            print(f"{hours} h {minutes:02} min, cone {cone_reached(programme.peak) or '-'}")
        elif options.command == "cone":
            print(f"cone {parse_cone(options.name)}: {temperature_of(options.name)} °C")
        else:
            log = load_log(options.log)
            for kiln in load_kilns(options.kilns):
                print(f"{kiln.name}: {firings_left(kiln, log)} of {kiln.life} left")
    except (OSError, ValueError) as error:
        print(f"kilnlog: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
