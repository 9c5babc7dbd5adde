import argparse
import sys

from markbook.book import load_book
from markbook.report import report
from markbook.results import ranking


def main(argv=None):
    parser = argparse.ArgumentParser(prog="markbook")
    parser.add_argument("command", choices=["report", "ranking"])
    parser.add_argument("book")
    args = parser.parse_args(argv)
    try:
        book = load_book(args.book)
    except (OSError, ValueError) as error:
        print(f"markbook: {error}", file=sys.stderr)
        return 1
    if args.command == "report":
        print("\n".join(report(book)))
    else:
        for place, pupil in ranking(book):
            print(f"{place:2}. {pupil}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
