"""The command line."""

import argparse
import sys
from datetime import date
from pathlib import Path

from innkeep.bill import parse_ages, tourist_tax
from innkeep.tariff import load_tariff

DATA = Path(__file__).parents[1] / "data"


def main(argv=None):
    parser = argparse.ArgumentParser(prog="innkeep")
    commands = parser.add_subparsers(dest="command", required=True)
    price = commands.add_parser("price", help="what a stay costs")
    price.add_argument("kind")
    price.add_argument("arrival", type=date.fromisoformat)
    price.add_argument("departure", type=date.fromisoformat)
    tax = commands.add_parser("tax", help="the tourist tax")
    tax.add_argument("ages")
    tax.add_argument("nights", type=int)
    options = parser.parse_args(argv)
    try:
        if options.command == "price":
            tariff = load_tariff(DATA / "rates.csv", DATA / "seasons.csv")
            cents = tariff.price(options.kind, options.arrival, options.departure)
        else:
            cents = tourist_tax(parse_ages(options.ages), options.nights)
    except ValueError as error:
        print(f"innkeep: {error}", file=sys.stderr)
        return 1
    print(f"{cents / 100:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
