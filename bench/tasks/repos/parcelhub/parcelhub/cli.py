"""The command line."""

import argparse
import sys

from parcelhub.labels import label
from parcelhub.manifest import read_manifest
from parcelhub.prices import NotAccepted, price
from parcelhub.settings import DEFAULT_FILE, load_settings
from parcelhub.tracking import Tracker, read_events


def build_parser():
    parser = argparse.ArgumentParser(prog="parcelhub")
    parser.add_argument("--settings", default=DEFAULT_FILE)
    commands = parser.add_subparsers(dest="command", required=True)
    prices = commands.add_parser("price", help="what the parcels cost")
    prices.add_argument("file")
    labels = commands.add_parser("labels", help="labels for the parcels")
    labels.add_argument("file")
    state = commands.add_parser("state", help="where the parcels are")
    state.add_argument("file")
    return parser


def show_cents(cents):
    return f"{cents // 100}.{cents % 100:02}"


def price_lines(parcels, settings):
    """A line for each parcel and the sum; parcels that are not accepted are not in the sum."""
    lines, total = [], 0
    for parcel in parcels:
        try:
            cents = price(parcel, settings)
        except NotAccepted as error:
            lines.append(f"not accepted: {error}")
            continue
        total += cents
        lines.append(f"{parcel.number} {parcel.country} {show_cents(cents):>8}")
    return [*lines, f"total {show_cents(total)}"]


def state_lines(tracker):
    lines = []
    for number in tracker.numbers():
        event = tracker.last(number)
        lines.append(f"{number} {event.state} ({event.place}, {event.time:%d.%m. %H:%M})")
    return lines


def run(arguments):
    """Do one command; returns the lines to print."""
    if arguments.command == "state":
        return state_lines(Tracker(read_events(arguments.file)))
    parcels = read_manifest(arguments.file)
    if arguments.command == "labels":
        return [line for parcel in parcels for line in [*label(parcel), ""]]
    return price_lines(parcels, load_settings(arguments.settings))


def main(argv=None):
    """Returns the exit code."""
    arguments = build_parser().parse_args(argv)
    try:
        lines = run(arguments)
    except (OSError, ValueError) as error:
        print(f"parcelhub: {error}", file=sys.stderr)
        return 1
    for line in lines:
        print(line)
    return 0
