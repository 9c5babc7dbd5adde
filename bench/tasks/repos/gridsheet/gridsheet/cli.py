"""The command line."""

import argparse
import sys

from gridsheet.errors import CellError
from gridsheet.files import parse_content, read_sheet, write_sheet
from gridsheet.show import show_sheet, show_value


def main(argv=None):
    """Returns 0, 1 for a cell with an error, 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="gridsheet")
    commands = parser.add_subparsers(dest="command", required=True)
    show = commands.add_parser("show", help="print the sheet")
    show.add_argument("file")
    get = commands.add_parser("get", help="print one cell")
    get.add_argument("file")
    get.add_argument("cell")
    put = commands.add_parser("set", help="change one cell")
    put.add_argument("file")
    put.add_argument("cell")
    put.add_argument("content")
    arguments = parser.parse_args(argv)
    try:
        return _run(arguments)
    except (ValueError, OSError) as error:
        print(f"gridsheet: {error}", file=sys.stderr)
        return 2


def _run(arguments):
    sheet = read_sheet(arguments.file)
    if arguments.command == "show":
        print(show_sheet(sheet))
        return 0
    if arguments.command == "set":
        sheet[arguments.cell] = parse_content(arguments.content)
        write_sheet(sheet, arguments.file)
        return 0
    value = sheet[arguments.cell]
    print(show_value(value))
    return 1 if isinstance(value, CellError) else 0
