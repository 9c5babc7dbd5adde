"""The command line."""

import argparse
import sys

from regatta.boats import load_boats
from regatta.race import read_race
from regatta.report import race_lines, table_lines
from regatta.series import Series


def main(argv=None):
    parser = argparse.ArgumentParser(prog="regatta")
    commands = parser.add_subparsers(dest="command", required=True)
    race = commands.add_parser("race", help="the corrected times of a race")
    race.add_argument("boats")
    race.add_argument("race")
    table = commands.add_parser("table", help="the points of all races")
    table.add_argument("boats")
    table.add_argument("races", nargs="+")
    options = parser.parse_args(argv)
    try:
        boats = load_boats(options.boats)
        if options.command == "race":
            lines = race_lines(boats, read_race(options.race))
        else:
            series = Series(boats)
            for path in options.races:
                series.add(read_race(path))
            lines = table_lines(series)
    except (OSError, ValueError) as error:
        print(f"regatta: {error}", file=sys.stderr)
        return 1
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
