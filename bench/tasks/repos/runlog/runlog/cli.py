"""The command line."""

import argparse
import sys

from runlog.log import read_log
from runlog.plan import next_week
from runlog.stats import longest_streak, weeks
from runlog.times import format_duration, format_pace


def parser():
    commands = argparse.ArgumentParser(prog="runlog")
    commands.add_argument("--log", default="data/log.csv", help="the file of the runs")
    sub = commands.add_subparsers(dest="command", required=True)
    sub.add_parser("runs", help="all runs with their pace")
    sub.add_parser("weeks", help="the kilometres of each week and the plan for the next one")
    sub.add_parser("streak", help="the longest streak")
    return commands


def lines(command, runs):
    """What a command prints."""
    if command == "runs":
        return [
            f"{run.day} {run.km:6.2f} km {format_duration(run.seconds):>8} {format_pace(run.seconds, run.km):>6}"
            for run in runs
        ]
    if command == "weeks":
        sums = weeks(runs)
        return [*(f"{week} {km:6.2f} km" for week, km in sums.items()), f"next {next_week(sums.values()):6} km"]
    return [f"longest streak: {longest_streak(runs)} days"]


def main(argv=None):
    arguments = parser().parse_args(argv)
    try:
        print("\n".join(lines(arguments.command, read_log(arguments.log))))
    except (OSError, ValueError) as error:
        print(f"runlog: {error}", file=sys.stderr)
        return 1
    return 0
