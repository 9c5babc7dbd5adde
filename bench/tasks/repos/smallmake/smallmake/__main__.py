"""The command line."""

import argparse
import subprocess
import sys
from pathlib import Path

from smallmake.due import is_due
from smallmake.order import build_order
from smallmake.rules import load_rules


def main(argv=None):
    parser = argparse.ArgumentParser(prog="smallmake")
    parser.add_argument("--file", default="smallmake.toml", type=Path)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="look for mistakes in the rules")
    commands.add_parser("plan", help="show the rules for a target").add_argument("target")
    commands.add_parser("build", help="make a target").add_argument("target")
    options = parser.parse_args(argv)
    try:
        rules = load_rules(options.file)
        if options.command == "check":
            for name in rules:
                build_order(rules, name)
            print(f"{len(rules)} rules, no mistakes")
        else:
            for name in build_order(rules, options.target):
                if options.command == "plan":
                    print(name)
                elif is_due(rules[name], options.file.parent):
                    print(rules[name].command)
                    subprocess.run(rules[name].command, shell=True, check=True, cwd=options.file.parent)
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        print(f"smallmake: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
