"""The command line."""

import argparse
import sys
from datetime import time
from pathlib import Path

from bellplan.bells import parse_bells, period_at
from bellplan.clashes import clashes
from bellplan.cover import NobodyFree, plan_cover
from bellplan.grid import grid
from bellplan.lessons import load_lessons


def main(argv=None):
    parser = argparse.ArgumentParser(prog="bellplan")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, arguments in {
        "check": ["file"],
        "show": ["file", "form", "week"],
        "cover": ["file", "teacher", "day", "week"],
        "period": ["file", "time"],
    }.items():
        command = commands.add_parser(name)
        for argument in arguments:
            command.add_argument(argument)
    options = parser.parse_args(argv)
    try:
        return _run(options)
    except (OSError, ValueError, NobodyFree) as error:
        print(f"bellplan: {error}", file=sys.stderr)
        return 1


def _run(options):
    if options.command == "period":
        periods = parse_bells(Path(options.file).read_text(encoding="utf-8"))
        period = period_at(periods, time.fromisoformat(options.time))
        print(period.number if period else "break")
        return 0
    lessons = load_lessons(options.file)
    if options.command == "check":
        found = clashes(lessons)
        for clash in found:
            print(clash)
        return 1 if found else 0
    if options.command == "show":
        print(grid(lessons, options.form, options.week))
    else:
        for lesson, teacher in plan_cover(lessons, options.teacher, options.day, options.week):
            print(f"{lesson.period}: {lesson.form} {lesson.subject} in {lesson.room}, {teacher}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
