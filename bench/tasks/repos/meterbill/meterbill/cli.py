"""The command line."""

import argparse
import sys
from datetime import date

from meterbill.bill import bill_rows, compare, make_bill, money
from meterbill.readings import ReadingError, read_readings
from meterbill.tariff import load_tariffs
from meterbill.usage import usage


def parser():
    commands = argparse.ArgumentParser(prog="meterbill")
    commands.add_argument("--tariffs", default="data/tariffs.json", help="the file of the tariffs")
    sub = commands.add_subparsers(dest="command", required=True)
    used = sub.add_parser("usage", help="the kWh between two days")
    bill = sub.add_parser("bill", help="the bill for the time between two days")
    for command in (used, bill):
        command.add_argument("file")
        command.add_argument("--meter", required=True)
        command.add_argument("--from", dest="begin", type=date.fromisoformat, required=True)
        command.add_argument("--to", dest="end", type=date.fromisoformat, required=True)
    bill.add_argument("--tariff", required=True)
    all_tariffs = sub.add_parser("compare", help="what a year would cost with each tariff")
    all_tariffs.add_argument("kwh", type=int)
    return commands


def main(argv=None):
    arguments = parser().parse_args(argv)
    try:
        rows = run(arguments)
    except KeyError as error:
        print(f"meterbill: there is no tariff {error}", file=sys.stderr)
        return 1
    except (ReadingError, ValueError) as error:
        print(f"meterbill: {error}", file=sys.stderr)
        return 1
    print("\n".join(rows))
    return 0


def run(arguments):
    """The rows that a command prints."""
    if arguments.command == "usage":
        readings = read_readings(arguments.file)
        return [f"{usage(readings, arguments.meter, arguments.begin, arguments.end)} kWh"]
    tariffs = load_tariffs(arguments.tariffs)
    if arguments.command == "compare":
        return [f"{bill.tariff:8}{money(bill.total):>10}" for bill in compare(tariffs.values(), arguments.kwh)]
    tariff = tariffs[arguments.tariff]
    readings = read_readings(arguments.file)
    return bill_rows(make_bill(readings, arguments.meter, tariff, arguments.begin, arguments.end))
