"""The command line."""

import argparse
import sys
from pathlib import Path

from starlog.log import load_log
from starlog.position import highest, parse_dec
from starlog.report import nights_by_month, still_to_see


def main(argv=None):
    parser = argparse.ArgumentParser(prog="starlog")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("months", help="the nights of each month").add_argument("log")
    todo = commands.add_parser("todo", help="what was not seen yet")
    todo.add_argument("log")
    todo.add_argument("wishes")
    height = commands.add_parser("height", help="how high something gets")
    height.add_argument("dec")
    height.add_argument("latitude", type=float)
    options = parser.parse_args(argv)
    try:
        if options.command == "months":
            for month, count in nights_by_month(load_log(options.log)).items():
                print(f"{month}: {count}")
        elif options.command == "todo":
            wishes = Path(options.wishes).read_text(encoding="utf-8").splitlines()
            for wish in still_to_see(load_log(options.log), wishes):
                print(wish)
        else:
            print(f"{highest(parse_dec(options.dec), options.latitude):.1f}°")
    except (OSError, ValueError) as error:
        print(f"starlog: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
