"""`python -m pocketledger FILE [--month YYYY-MM]`."""

import argparse

from pocketledger.book import Book
from pocketledger.reading import read_csv
from pocketledger.report import render


def main():
    parser = argparse.ArgumentParser(prog="pocketledger")
    parser.add_argument("file")
    parser.add_argument("--month")
    arguments = parser.parse_args()
    book = Book(read_csv(arguments.file))
    print(render(book.in_month(arguments.month) if arguments.month else book))


if __name__ == "__main__":
    main()
