"""The command line."""

import argparse
import sys
from pathlib import Path

from makelet.errors import MakeletError
from makelet.plan import outdated
from makelet.rules import load
from makelet.runner import build


def build_parser():
    parser = argparse.ArgumentParser(prog="makelet", description="Builds what is out of date.")
    parser.add_argument("target", nargs="?")
    parser.add_argument("--file", type=Path, default=Path("makelet.toml"))
    parser.add_argument("--dry-run", action="store_true", help="only print the commands")
    return parser


def main(argv=None):
    arguments = build_parser().parse_args(argv)
    folder = arguments.file.resolve().parent
    try:
        targets = load(arguments.file)
        goal = arguments.target or next(iter(targets), "all")
        steps = outdated(targets, goal, folder)
    except MakeletError as error:
        print(f"makelet: {error}", file=sys.stderr)
        return 2
    if arguments.dry_run:
        for step in steps:
            print(*step.commands, sep="\n", end="\n" if step.commands else "")
        return 0
    return 0 if build(steps, folder) else 1
