"""The command line."""

import argparse
import sys
from datetime import date

from splitpot.balance import balances, settle
from splitpot.model import Expense
from splitpot.money import format_amount, parse_amount
from splitpot.store import load_pot, save_pot


def parser():
    commands = argparse.ArgumentParser(prog="splitpot")
    sub = commands.add_subparsers(dest="command", required=True)
    for name, text in (("balance", "what everybody gets or owes"), ("settle", "who gives whom how much")):
        sub.add_parser(name, help=text).add_argument("file")
    add = sub.add_parser("add", help="put an expense in")
    add.add_argument("file")
    add.add_argument("payer")
    add.add_argument("amount")
    add.add_argument("what")
    add.add_argument("--for", dest="people", nargs="+", help="who bears it, in equal parts (everybody)")
    add.add_argument("--day", type=date.fromisoformat, default=None, help="today, if not given")
    return commands


def run(arguments):
    pot = load_pot(arguments.file)
    if arguments.command == "balance":
        return [f"{name}: {format_amount(cents)}" for name, cents in balances(pot).items()]
    if arguments.command == "settle":
        transfers = settle(balances(pot))
        return [f"{entry.giver} -> {entry.taker}: {format_amount(entry.amount)}" for entry in transfers] or ["all even"]
    shares = dict.fromkeys(arguments.people or pot.people, 1)
    day = arguments.day or date.today()
    pot.add(Expense(day, arguments.what, arguments.payer, parse_amount(arguments.amount), shares))
    save_pot(pot, arguments.file)
    return []


def main(argv=None):
    try:
        for line in run(parser().parse_args(argv)):
            print(line)
    except (ValueError, OSError) as error:
        print(f"splitpot: {error}", file=sys.stderr)
        return 1
    return 0
