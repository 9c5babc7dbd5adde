"""The book: tests, pupils, and the points of each."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

_TEST = re.compile(r"(.+)/(\d+)(?:\*(\d+))?")


@dataclass(frozen=True)
class Test:
    __test__ = False  # not for pytest

    name: str
    out_of: int
    weight: int = 1


@dataclass
class Book:
    tests: list[Test]
    pupils: dict[str, dict[str, float | None]]
    """The points by pupil and name of the test; None if the pupil was not there."""

    def test(self, name):
        for test in self.tests:
            if test.name == name:
                return test
        raise KeyError(name)


def parse_test(text):
    """Read a test such as `Dictation/20` or `Essay/40*2`."""
    match = _TEST.fullmatch(text.strip())
    if not match or not int(match[2]):
        raise ValueError(f"not a test: {text!r}")
    return Test(match[1].strip(), int(match[2]), int(match[3] or 1))


def _points(cell, test):
    if not cell.strip():
        return None
    points = float(cell)
    if not 0 <= points <= test.out_of:
        raise ValueError(f"{points:g} points of {test.out_of} in {test.name}")
    return points


def load_book(path):
    with Path(path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    tests = [parse_test(cell) for cell in rows[0][1:]]
    pupils = {
        row[0].strip(): {test.name: _points(cell, test) for test, cell in zip(tests, row[1:], strict=True)}
        for row in rows[1:]
        if row
    }
    return Book(tests, pupils)
