"""The command line."""

import argparse
import sys
from datetime import date
from pathlib import Path

from vitrine.labels import label
from vitrine.light import days_left, days_shown, load_placements
from vitrine.objects import find, load_objects


def main(argv=None):
    parser = argparse.ArgumentParser(prog="vitrine")
    parser.add_argument("--data", default="data", type=Path)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("label", help="the label of an object").add_argument("number")
    commands.add_parser("list", help="all objects")
    light = commands.add_parser("light", help="what was shown in a year, and for how long it still may be")
    light.add_argument("year", type=int)
    light.add_argument("--today", type=date.fromisoformat, default=date.today())
    options = parser.parse_args(argv)
    try:
        items = load_objects(options.data / "objects.csv")
        if options.command == "label":
            print(label(find(items, options.number)))
        elif options.command == "list":
            for item in items:
                print(f"{item.number}  {item.title}")
        else:
            placements = load_placements(options.data / "placements.csv")
            for item in items:
                left = days_left(placements, item, options.year, options.today)
                if left is not None:
                    shown = days_shown(placements, item.number, options.year, options.today)
                    print(f"{item.number}  {item.title}: {shown} days, {left} left")
    except (OSError, ValueError, LookupError) as error:
        print(f"vitrine: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
