"""The command line."""

import argparse
import sys

from crossgrid.files import read_puzzle
from crossgrid.grid import DIRECTIONS


def show(puzzle):
    """The grid as text: three characters a square, with the number in it or the letter."""
    numbers = {entry.cells[0]: entry.number for entry in puzzle.grid.entries.values()}
    lines = []
    for row in range(len(puzzle.grid.rows)):
        line = ""
        for column in range(len(puzzle.grid.rows[0])):
            cell = (row, column)
            if puzzle.grid.is_white(*cell):
                line += f"{puzzle.letters.get(cell) or numbers.get(cell, '_'):>3}"
            else:
                line += " ##"
        lines.append(line)
    return "\n".join(lines)


def main(argv=None):
    parser = argparse.ArgumentParser(prog="crossgrid")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("show", help="show the grid").add_argument("file")
    commands.add_parser("clues", help="show the clues").add_argument("file")
    options = parser.parse_args(argv)
    try:
        puzzle = read_puzzle(options.file)
    except (OSError, ValueError) as error:
        print(f"crossgrid: {error}", file=sys.stderr)
        return 1
    if options.command == "show":
        print(show(puzzle))
    else:
        for direction in DIRECTIONS:
            print(direction.capitalize())
            for clue in puzzle.clues.values():
                if clue.direction == direction:
                    print(clue)
    return 0


if __name__ == "__main__":
    sys.exit(main())
