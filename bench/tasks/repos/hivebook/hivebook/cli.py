"""The command line."""

import argparse
import sys
from datetime import date
from pathlib import Path

from hivebook.apiary import Apiary, load
from hivebook.honey import by_hive, jars, keeps, mixed_water, total


def show_list(apiary: Apiary) -> None:
    for hive in apiary.hives.values():
        level = hive.mite_level()
        mites = "not counted" if level is None else f"{level:.1f} mites a day"
        print(f"{hive.name:10} {hive.queen_colour:7} {mites}")


def show_honey(harvests) -> None:
    for name, kg in by_hive(harvests).items():
        print(f"{name:10} {kg:6.1f} kg")
    water = mixed_water(harvests)
    print(f"together {total(harvests):.1f} kg with {water:.1f} % water, {jars(total(harvests))} jars")
    if not keeps(harvests):
        print("too much water!")


def main(argv=None) -> int:
    parser = argparse.ArgumentParser(prog="hivebook")
    parser.add_argument("--file", type=Path, default=Path("data/hives.json"))
    parser.add_argument("--day", type=date.fromisoformat, default=date.today())
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="all hives")
    commands.add_parser("due", help="the hives to look into")
    commands.add_parser("treat", help="the hives with too many mites")
    honey = commands.add_parser("honey", help="what has been harvested")
    honey.add_argument("--year", type=int, help="only the harvests of this year")
    args = parser.parse_args(argv)
    try:
        apiary = load(args.file)
        if args.command == "list":
            show_list(apiary)
        elif args.command == "due":
            for hive in apiary.due(args.day):
                last = hive.last_inspection()
                print(f"{hive.name:10} {last.day if last else 'never'}")
        elif args.command == "treat":
            for hive in apiary.to_treat():
                print(f"{hive.name:10} {hive.mite_level():.1f} mites a day")
        else:
            harvests = apiary.harvests
            if args.year is not None:
                harvests = [harvest for harvest in harvests if harvest.day.year == args.year]
            show_honey(harvests)
    except (OSError, ValueError) as error:
        print(f"hivebook: {error}", file=sys.stderr)
        return 1
    return 0
