"""Reads log lines: the combined format, with the seconds taken as an optional last field."""

import re
from datetime import datetime

from accesslog.entries import Entry

_LINE = re.compile(
    r'(?P<client>\S+) \S+ (?P<user>\S+) \[(?P<time>[^\]]+)\] '
    r'"(?P<method>[A-Z]+) (?P<target>\S+)(?: HTTP/[\d.]+)?" '
    r'(?P<status>\d{3}) (?P<size>\d+|-) '
    r'"(?:[^"\\]|\\.)*" "(?P<agent>(?:[^"\\]|\\.)*)"'
    r'(?: (?P<seconds>\d+(?:\.\d+)?))?'
)
_TIME = "%d/%b/%Y:%H:%M:%S %z"


class ParseError(ValueError):
    """A line that is no log line."""


def parse_line(line):
    """The entry in a line. Raises ParseError."""
    found = _LINE.fullmatch(line.strip())
    if found is None:
        raise ParseError(f"no log line: {line.strip()[:40]}")
    try:
        time = datetime.strptime(found["time"], _TIME)
    except ValueError as error:
        raise ParseError(str(error)) from error
    path, _, query = found["target"].partition("?")
    return Entry(
        client=found["client"],
        user=None if found["user"] == "-" else found["user"],
        time=time,
        method=found["method"],
        path=path,
        query=query,
        status=int(found["status"]),
        size=0 if found["size"] == "-" else int(found["size"]),
        agent=found["agent"].replace('\\"', '"'),
        seconds=None if found["seconds"] is None else float(found["seconds"]),
    )


def read_log(lines):
    """The entries of a log and the numbers of the lines that could not be read. Empty lines do not matter."""
    entries, bad = [], []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entries.append(parse_line(line))
        except ParseError:
            bad.append(number)
    return entries, bad
