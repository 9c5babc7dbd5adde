"""Print the menu of a potluck, and what is still missing."""

import argparse

from party import Party
from signup import read_signups


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", help="the list of dishes")
    parser.add_argument("--guests", type=int, default=0, help="how many people come")
    options = parser.parse_args(arguments)

    party = Party(options.guests)
    for dish in read_signups(options.file):
        party.bring(dish)
    for dish in party.menu():
        print(f"{dish.course:8} {dish.name} ({dish.cook})")
    for course, servings in party.missing().items():
        print(f"missing: {course} for {servings}")


if __name__ == "__main__":
    main()
