"""The command line."""

import argparse
import sys
from datetime import date, datetime

from pillbox.diary import may_take, read_diary
from pillbox.medicine import find, load_medicines
from pillbox.schedule import doses_on
from pillbox.stock import days_left, in_stock, load_packs


def main(argv=None):
    parser = argparse.ArgumentParser(prog="pillbox")
    commands = parser.add_subparsers(dest="command", required=True)
    today = commands.add_parser("today", help="the doses of a day")
    stock = commands.add_parser("stock", help="the tablets in the cupboard, and how long they last")
    may = commands.add_parser("may", help="whether another dose may be taken")
    for command in (today, stock, may):
        command.add_argument("medicines")
    stock.add_argument("packs")
    for command in (today, stock):
        command.add_argument("--day", type=date.fromisoformat, default=date.today())
    may.add_argument("diary")
    may.add_argument("name")
    may.add_argument("--at", type=datetime.fromisoformat, default=datetime.now())
    options = parser.parse_args(argv)
    try:
        medicines = load_medicines(options.medicines)
        if options.command == "today":
            for dose in doses_on(medicines, options.day):
                print(f"{dose.when:%H:%M} {dose.medicine.name}, {dose.medicine.amount:g}")
        elif options.command == "stock":
            packs = load_packs(options.packs)
            for medicine in medicines:
                tablets = in_stock(packs, medicine.name, options.day)
                days = days_left(medicine, tablets)
                print(f"{medicine.name}: {tablets:g}" + ("" if days is None else f", {days} days"))
        else:
            medicine = find(medicines, options.name)
            print("yes" if may_take(medicine, read_diary(options.diary), options.at) else "no")
    except (OSError, ValueError) as error:
        print(f"pillbox: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
