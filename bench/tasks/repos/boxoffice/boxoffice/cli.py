"""The command line."""

import argparse
import sys
from pathlib import Path

from boxoffice.hall import load_hall
from boxoffice.prices import load_prices, money
from boxoffice.report import plan, seats_by_category, takings
from boxoffice.show import load_show


def parser():
    commands = argparse.ArgumentParser(prog="boxoffice")
    commands.add_argument("--data", default="data", help="the folder of the hall and the prices")
    sub = commands.add_subparsers(dest="command", required=True)
    for name, text in (
        ("seats", "which seats are sold"),
        ("together", "free seats side by side"),
        ("report", "what a show has brought in"),
    ):
        command = sub.add_parser(name, help=text)
        command.add_argument("show", help="the file of the show")
        if name == "together":
            command.add_argument("count", type=int)
    return commands


def lines(arguments):
    """What a command prints."""
    data = Path(arguments.data)
    show = load_show(arguments.show, load_hall(data / "hall.json"))
    if arguments.command == "seats":
        return plan(show)
    if arguments.command == "together":
        return [" ".join(map(str, show.together(arguments.count))) or "none"]
    prices = load_prices(data / "prices.json")
    counts = [f"{category}: {count}" for category, count in seats_by_category(show, prices).items()]
    return [show.title, *counts, f"takings: {money(takings(show, prices))}"]


def main(argv=None):
    try:
        print("\n".join(lines(parser().parse_args(argv))))
    except (OSError, ValueError) as error:
        print(f"boxoffice: {error}", file=sys.stderr)
        return 1
    return 0
