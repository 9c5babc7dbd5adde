"""The command line."""

import argparse
import sys

from bibtidy.merge import merge
from bibtidy.order import by_year
from bibtidy.reader import read_bib
from bibtidy.style import cite
from bibtidy.writer import format_bib


def main(argv=None):
    parser = argparse.ArgumentParser(prog="bibtidy")
    commands = parser.add_subparsers(dest="command", required=True)
    sort = commands.add_parser("sort", help="by year")
    sort.add_argument("file")
    sort.add_argument("--newest", action="store_true", help="the newest first")
    both = commands.add_parser("merge", help="two into one")
    both.add_argument("file")
    both.add_argument("other")
    commands.add_parser("list", help="one line for each entry").add_argument("file")
    options = parser.parse_args(argv)
    try:
        entries = read_bib(options.file)
        if options.command == "sort":
            print(format_bib(by_year(entries, newest=options.newest)), end="")
        elif options.command == "merge":
            print(format_bib(merge(entries, read_bib(options.other))), end="")
        else:
            for entry in entries:
                print(cite(entry))
    except (OSError, ValueError) as error:
        print(f"bibtidy: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
