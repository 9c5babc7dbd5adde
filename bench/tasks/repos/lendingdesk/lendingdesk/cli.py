"""The command line."""

import argparse
import sys
from datetime import date

from lendingdesk.errors import LendingError
from lendingdesk.fines import fine_for, show_cents
from lendingdesk.rules import load_rules
from lendingdesk.store import load, save


def build_parser():
    parser = argparse.ArgumentParser(prog="lendingdesk")
    parser.add_argument("--library", default="data/library.json")
    parser.add_argument("--rules", default="data/rules.json")
    parser.add_argument("--today", type=date.fromisoformat, default=date.today())
    commands = parser.add_subparsers(dest="command", required=True)
    for name, arguments, text in (
        ("lend", ("member", "item"), "lend an item"),
        ("renew", ("item",), "lend it for longer"),
        ("return", ("item",), "take an item back"),
        ("reserve", ("member", "item"), "wait for an item"),
        ("member", ("member",), "show a member's loans and fines"),
    ):
        command = commands.add_parser(name, help=text)
        for argument in arguments:
            command.add_argument(argument)
    return parser


def show_member(desk, code, today):
    """The lines of `member`."""
    member = desk.member(code)
    lines = [f"{member.name}, unpaid fines: {show_cents(member.fines)}"]
    for loan in desk.loans_of(code):
        line = f"  {loan.item} {desk.item(loan.item).title}, due {loan.due}"
        if fine := fine_for(loan, today, desk.rules):
            line += f", fine {show_cents(fine)}"
        lines.append(line)
    return lines


def run(arguments, desk):
    """Do one command; returns the lines to print."""
    if arguments.command == "lend":
        return [f"due {desk.lend(arguments.member, arguments.item, arguments.today).due}"]
    if arguments.command == "renew":
        return [f"due {desk.renew(arguments.item, arguments.today).due}"]
    if arguments.command == "return":
        return [f"fine {show_cents(desk.give_back(arguments.item, arguments.today))}"]
    if arguments.command == "reserve":
        return [f"number {desk.reserve(arguments.member, arguments.item)} of those who wait"]
    return show_member(desk, arguments.member, arguments.today)


def main(argv=None):
    """Returns the exit code."""
    arguments = build_parser().parse_args(argv)
    desk = load(arguments.library, load_rules(arguments.rules))
    try:
        lines = run(arguments, desk)
    except LendingError as error:
        print(f"lendingdesk: {error}", file=sys.stderr)
        return 1
    save(desk, arguments.library)
    for line in lines:
        print(line)
    return 0
