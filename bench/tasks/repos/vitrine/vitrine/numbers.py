"""Accession numbers such as `1987.14.3`."""

import re

_NUMBER = re.compile(r"\d{4}(\.\d+){1,2}")


def check(number):
    """The number without blanks around it; refused if it is none."""
    number = number.strip()
    if not _NUMBER.fullmatch(number):
        raise ValueError(f"not an accession number: {number!r}")
    return number


def sort_key(number):
    """By year, then by gift or purchase, then by piece."""
    return tuple(int(part) for part in check(number).split("."))
