"""The command line."""

import argparse
import sys
from datetime import date

from hivebook.honey import by_hive, jars
from hivebook.logfile import read_log
from hivebook.mites import to_treat


def main(argv=None):
    parser = argparse.ArgumentParser(prog="hivebook")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="what is to be done on a day")
    check.add_argument("file")
    check.add_argument("day", type=date.fromisoformat)
    commands.add_parser("mites", help="hives to be treated").add_argument("file")
    commands.add_parser("honey", help="what the hives gave").add_argument("file")
    options = parser.parse_args(argv)
    try:
        log = read_log(options.file)
    except (OSError, ValueError) as error:
        print(f"hivebook: {error}", file=sys.stderr)
        return 1
    if options.command == "check":
        for hive in log.hives.values():
            if hive.may_be_queenless(options.day):
                print(f"{hive.name}: look for the queen ({hive.colour or 'no mark'})")
            elif hive.inspection_due(options.day):
                print(f"{hive.name}: inspect")
    elif options.command == "mites":
        for wash in to_treat(log.washes):
            print(f"{wash.hive:<12} {wash.rate:.1f}")
    else:
        for name, kilos in by_hive(log.harvests).items():
            print(f"{name:<12} {kilos:6.1f} kg {jars(kilos):4} jars")
    return 0


if __name__ == "__main__":
    sys.exit(main())
