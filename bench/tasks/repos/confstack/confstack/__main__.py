"""`python -m confstack check SCHEMA FILE...` and `python -m confstack get NAME FILE...`."""

import argparse
import sys
from pathlib import Path

from confstack.config import load
from confstack.errors import ConfigError
from confstack.schema import Schema


def main(argv=None):
    parser = argparse.ArgumentParser(prog="confstack")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, first in (("check", "schema"), ("get", "name")):
        command = commands.add_parser(name)
        command.add_argument(first)
        command.add_argument("files", nargs="+")
        command.add_argument("--set", action="append", default=[], metavar="SECTION.KEY=VALUE")
    arguments = parser.parse_args(argv)
    try:
        config = load(arguments.files, arguments.set)
        if arguments.command == "check":
            schema = Schema.parse(Path(arguments.schema).read_text(encoding="utf-8"))
            for name, value in config.checked(schema).items():
                print(f"{name} = {value!r}")
        else:
            value = config.get(arguments.name)
            if value is None:
                raise ConfigError(f"there is no {arguments.name}")
            print(value)
    except (ConfigError, ValueError, OSError) as error:
        print(f"confstack: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
