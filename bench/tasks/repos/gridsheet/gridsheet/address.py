"""Addresses of cells: "B7" is column 2, row 7."""

import re

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


def column_number(letters):
    """1 for A, 26 for Z, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number):
    """A for 1, Z for 26, AA for 27."""
    if number < 1:
        raise ValueError(f"there is no column {number}")
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def parse_address(text):
    """(column, row) of "B7" or "$B$7". Raises ValueError."""
    match = _ADDRESS.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text!r} is no address of a cell")
    return column_number(match.group(1)), int(match.group(2))


def format_address(column, row):
    return f"{column_letters(column)}{row}"


def expand_range(first, last):
    """All addresses of the rectangle between two corners, row by row."""
    (left, top), (right, bottom) = parse_address(first), parse_address(last)
    left, right = sorted((left, right))
    top, bottom = sorted((top, bottom))
    return [format_address(column, row) for row in range(top, bottom + 1) for column in range(left, right + 1)]
