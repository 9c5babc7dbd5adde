"""The command line."""

import argparse
import shutil
import sys
from pathlib import Path

from snapkeep.plan import make_plan
from snapkeep.settings import load_settings
from snapkeep.snapshot import parse_name


def parser():
    commands = argparse.ArgumentParser(prog="snapkeep")
    commands.add_argument("--config", default="snapkeep.toml")
    sub = commands.add_subparsers(dest="command", required=True)
    for name, text in (("plan", "say what would be removed"), ("apply", "remove it")):
        sub.add_parser(name, help=text).add_argument("folder", type=Path)
    return commands


def main(argv=None):
    arguments = parser().parse_args(argv)
    try:
        settings = load_settings(arguments.config)
        found = [parse_name(entry.name) for entry in arguments.folder.iterdir()]
        snapshots = [snapshot for snapshot in found if snapshot is not None]
        plan = make_plan(snapshots, settings.policy, settings.protect)
        for snapshot, rules in plan.keep.items():
            print(f"keep   {snapshot.name} ({', '.join(rules)})")
        for snapshot in plan.remove:
            print(f"remove {snapshot.name}")
            if arguments.command == "apply":
                remove(arguments.folder / snapshot.name)
    except (ValueError, OSError) as error:
        print(f"snapkeep: {error}", file=sys.stderr)
        return 1
    return 0


def remove(path):
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
