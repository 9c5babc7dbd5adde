import sys

from leaguetable.results import read_results
from leaguetable.show import format_table
from leaguetable.table import make_table


def main(arguments):
    """Print the table of the results in a file."""
    for line in format_table(make_table(read_results(arguments[0]))):
        print(line)


if __name__ == "__main__":
    main(sys.argv[1:])
