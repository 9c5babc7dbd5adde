"""The command line."""

import argparse
import sys
from datetime import date
from pathlib import Path

from vetbook.practice import load_practice
from vetbook.schedule import Schedule
from vetbook.times import time_text
from vetbook.vaccinations import read_vaccinations, reminders


def parser():
    commands = argparse.ArgumentParser(prog="vetbook")
    commands.add_argument("--data", default="data", help="the folder of the files")
    sub = commands.add_subparsers(dest="command", required=True)
    free = sub.add_parser("free", help="when a visit could begin on an empty day")
    free.add_argument("day", type=date.fromisoformat)
    free.add_argument("kind")
    remind = sub.add_parser("reminders", help="vaccinations that are due in a month")
    remind.add_argument("month", help="such as 2025-03")
    return commands


def main(argv=None):
    arguments = parser().parse_args(argv)
    data = Path(arguments.data)
    try:
        if arguments.command == "free":
            times = Schedule(load_practice(data / "practice.json")).free(arguments.day, arguments.kind)
            print(" ".join(time_text(time) for time in times) or "closed")
        else:
            year, month = arguments.month.split("-")
            for entry in reminders(read_vaccinations(data / "vaccinations.csv"), int(year), int(month)):
                print(f"{entry.due} {entry.animal} ({entry.owner}): {entry.vaccine}")
    except ValueError as error:
        print(f"vetbook: {error}", file=sys.stderr)
        return 1
    return 0
