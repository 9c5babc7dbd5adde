"""The command line."""

import argparse
import sys
from datetime import date

from billfold.book import load_book
from billfold.report import invoice_lines, unpaid_lines


def main(argv=None):
    parser = argparse.ArgumentParser(prog="billfold")
    commands = parser.add_subparsers(dest="command", required=True)
    show = commands.add_parser("show", help="an invoice")
    show.add_argument("book")
    show.add_argument("number")
    unpaid = commands.add_parser("unpaid", help="what is still to be paid")
    unpaid.add_argument("book")
    unpaid.add_argument("--on", type=date.fromisoformat, default=None)
    number = commands.add_parser("next", help="the next number")
    number.add_argument("book")
    number.add_argument("year", type=int)
    options = parser.parse_args(argv)
    try:
        book = load_book(options.book)
        if options.command == "show":
            lines = invoice_lines(book.find(options.number))
        elif options.command == "unpaid":
            lines = unpaid_lines(book, options.on or date.today())
        else:
            lines = [book.next_number(options.year)]
    except (OSError, ValueError, KeyError) as error:
        print(f"billfold: {error.args[0] if isinstance(error, KeyError) else error}", file=sys.stderr)
        return 1
    for line in lines:
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
