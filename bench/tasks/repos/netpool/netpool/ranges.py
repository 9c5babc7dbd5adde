"""Ranges of addresses."""

from ipaddress import IPv4Address


def parse_range(text):
    """All addresses of a range: `10.0.0.5`, `10.0.0.5-10.0.0.9` or, for short, `10.0.0.5-9`.

    Raises ValueError if it is none, or if it ends before it begins.
    """
    first, dash, last = (part.strip() for part in text.partition("-"))
    if not dash:
        last = first
    elif "." not in last:
        last = first.rpartition(".")[0] + "." + last
    begin, end = IPv4Address(first), IPv4Address(last)
    if end < begin:
        raise ValueError(f"the range {text!r} ends before it begins")
    return [IPv4Address(number) for number in range(int(begin), int(end) + 1)]
