"""Seats and how they are written."""

import re
from typing import NamedTuple


class Seat(NamedTuple):
    row: str
    number: int

    def __str__(self):
        return f"{self.row}{self.number}"


def parse_seat(text):
    """`C7` as a seat. Raises ValueError when the text is none."""
    match = re.fullmatch(r"([A-Z])([1-9]\d*)", text.strip().upper())
    if match is None:
        raise ValueError(f"{text!r} is no seat")
    return Seat(match[1], int(match[2]))


def parse_seats(text):
    """The seats of a text such as `C7, D1-D3`, in the order in which they are written."""
    seats = []
    for part in text.split(","):
        first, dash, last = part.partition("-")
        begin = parse_seat(first)
        end = parse_seat(last) if dash else begin
        if begin.row != end.row or begin.number > end.number:
            raise ValueError(f"{part.strip()!r} is no range of seats")
        seats += [Seat(begin.row, number) for number in range(begin.number, end.number + 1)]
    return seats
