"""The command line."""

import argparse
import sys

from kintree.persons import by_birth
from kintree.tree import load_tree


def main(argv=None):
    parser = argparse.ArgumentParser(prog="kintree")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="everybody").add_argument("file")
    for name in ("siblings", "forebears", "descendants"):
        command = commands.add_parser(name, help=f"the {name} of a person")
        command.add_argument("file")
        command.add_argument("name")
    options = parser.parse_args(argv)
    try:
        for person in _persons(load_tree(options.file), options):
            print(person)
    except (OSError, ValueError, LookupError) as error:
        print(f"kintree: {error}", file=sys.stderr)
        return 1
    return 0


def _persons(tree, options):
    if options.command == "list":
        return by_birth(tree.persons.values())
    person = tree.find(options.name)
    if options.command == "siblings":
        return tree.siblings(person)
    if options.command == "forebears":
        return tree.forebears(person)
    return tree.descendants(person)


if __name__ == "__main__":
    sys.exit(main())
