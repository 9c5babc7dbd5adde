"""The command line."""

import argparse
import sys
from pathlib import Path

from foldersync.compare import compare
from foldersync.ignore import read_rules
from foldersync.plan import make_plan, run_plan
from foldersync.report import step_rows, summary
from foldersync.snapshot import take_snapshot


def parser():
    commands = argparse.ArgumentParser(prog="foldersync")
    sub = commands.add_subparsers(dest="command", required=True)
    diff = sub.add_parser("diff", help="show how the target differs from the source")
    sync = sub.add_parser("sync", help="make the target the same as the source")
    for command in (diff, sync):
        command.add_argument("source")
        command.add_argument("target")
    sync.add_argument("--delete", action="store_true", help="delete files that are not in the source")
    sync.add_argument("--dry-run", action="store_true", help="only show the steps")
    return commands


def main(argv=None):
    arguments = parser().parse_args(argv)
    for folder in (arguments.source, arguments.target):
        if not Path(folder).is_dir():
            print(f"foldersync: {folder} is no folder", file=sys.stderr)
            return 1
    rules = read_rules(arguments.source)
    source = take_snapshot(arguments.source, rules)
    changes = compare(source, take_snapshot(arguments.target, rules))
    if arguments.command == "diff":
        return show(changes, source)
    steps = make_plan(changes, arguments.delete)
    for row in step_rows(steps):
        print(row)
    if not arguments.dry_run:
        run_plan(steps, arguments.source, arguments.target)
    return 0


def show(changes, source):
    """Print the changes, with + for added, ~ for changed and - for removed files."""
    for sign, paths in (("+", changes.added), ("~", changes.changed), ("-", changes.removed)):
        for path in paths:
            print(sign, path)
    for old, new in changes.moved:
        print(f"> {old} -> {new}")
    print(summary(changes, source))
    return 0
