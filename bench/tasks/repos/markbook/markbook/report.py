"""The report on a class."""

from markbook.results import overall
from markbook.scale import letter_for, whole
from markbook.stats import mean_percent


def report(book):
    """A line for each pupil in the book, then one for each test."""
    width = max(len(name) for name in [*book.pupils, *(test.name for test in book.tests)]) + 2
    lines = []
    for pupil in book.pupils:
        result = overall(book, pupil)
        lines.append(f"{pupil:<{width}}" + ("  -" if result is None else f"{whole(result):3} {letter_for(result)}"))
    lines.append("")
    for test in book.tests:
        mean = mean_percent(book, test.name)
        lines.append(f"{test.name:<{width}}" + ("  -" if mean is None else f"{whole(mean):3}"))
    return lines
