"""The command line."""

import argparse
import sys

from cardfile.book import open_book, save_book
from cardfile.search import in_category, lookup


def parser():
    commands = argparse.ArgumentParser(prog="cardfile")
    sub = commands.add_subparsers(dest="command", required=True)
    find = sub.add_parser("lookup", help="find people by their name, organisation or e-mail")
    find.add_argument("file")
    find.add_argument("words", nargs="+")
    show = sub.add_parser("list", help="show all people")
    show.add_argument("file")
    show.add_argument("--category")
    sub.add_parser("tidy", help="make one card out of two for the same person").add_argument("file")
    return commands


def describe(contact):
    return ", ".join((contact.name, *contact.phones, *contact.emails))


def run(arguments):
    book = open_book(arguments.file)
    if arguments.command == "lookup":
        return [describe(contact) for contact in lookup(book, " ".join(arguments.words))] or ["nobody"]
    if arguments.command == "list":
        people = book if arguments.category is None else in_category(book, arguments.category)
        return [describe(contact) for contact in people]
    fewer = book.tidy()
    save_book(book, arguments.file)
    return [f"{fewer} fewer"]


def main(argv=None):
    try:
        for line in run(parser().parse_args(argv)):
            print(line)
    except (ValueError, OSError) as error:
        print(f"cardfile: {error}", file=sys.stderr)
        return 1
    return 0
