import argparse
import sys
from datetime import date
from pathlib import Path

from vendbox.journal import Journal
from vendbox.machine import load_machine


def main(argv=None):
    parser = argparse.ArgumentParser(prog="vendbox")
    commands = parser.add_subparsers(dest="command", required=True)
    fill = commands.add_parser("fill", help="what it takes to fill the machine")
    fill.add_argument("machine", type=Path)
    takings = commands.add_parser("takings", help="how much was sold")
    takings.add_argument("sales", type=Path)
    takings.add_argument("--day", type=date.fromisoformat)
    args = parser.parse_args(argv)

    if args.command == "fill":
        for product, number in load_machine(args.machine).fill_list().items():
            print(f"{number:>3} {product}")
    else:
        print(f"{Journal.load(args.sales).takings(args.day) / 100:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
