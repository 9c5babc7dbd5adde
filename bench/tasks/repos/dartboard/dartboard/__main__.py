"""The command line."""

import argparse
import sys

from dartboard.season import load_season, table
from dartboard.throws import parse_turn


def main(argv=None):
    parser = argparse.ArgumentParser(prog="dartboard")
    commands = parser.add_subparsers(dest="command", required=True)
    score = commands.add_parser("score", help="the points of a turn")
    score.add_argument("darts", nargs="+")
    commands.add_parser("table", help="who won how many legs").add_argument("file")
    options = parser.parse_args(argv)
    try:
        if options.command == "score":
            print(sum(dart.points for dart in parse_turn(" ".join(options.darts))))
        else:
            for name, won, played in table(load_season(options.file)):
                print(f"{name}: {won} of {played}")
    except (OSError, ValueError) as error:
        print(f"dartboard: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
