"""The command line."""

import argparse
import sys
from datetime import datetime

from cronline.crontab import read_crontab, upcoming
from cronline.runs import next_runs
from cronline.schedule import parse


def parser():
    commands = argparse.ArgumentParser(prog="cronline")
    sub = commands.add_subparsers(dest="command", required=True)
    single = sub.add_parser("next", help="the next runs of an expression")
    single.add_argument("expression")
    many = sub.add_parser("upcoming", help="the next runs of all jobs in a crontab")
    many.add_argument("file")
    for command in (single, many):
        command.add_argument("--from", dest="after", type=datetime.fromisoformat, default=None, help="now, if not given")
        command.add_argument("--count", type=int, default=5)
    return commands


def main(argv=None):
    arguments = parser().parse_args(argv)
    after = arguments.after or datetime.now()
    try:
        if arguments.command == "next":
            lines = [show(moment) for moment in next_runs(parse(arguments.expression), after, arguments.count)]
        else:
            runs = upcoming(read_crontab(arguments.file), after, arguments.count)
            lines = [f"{show(moment)} {job.command}" for moment, job in runs]
    except (ValueError, OSError) as error:
        print(f"cronline: {error}", file=sys.stderr)
        return 1
    print("\n".join(lines or ["never"]))
    return 0


def show(moment):
    return f"{moment:%a %Y-%m-%d %H:%M}"
