"""How a test went for the class."""

from markbook.results import percent
from markbook.scale import LETTERS, letter_for


def _percents(book, name):
    test = book.test(name)
    points = [marks[name] for marks in book.pupils.values()]
    return [percent(test, number) for number in points if number is not None]


def mean_percent(book, name):
    """The mean of those who were there for the test; None if nobody was."""
    percents = _percents(book, name)
    return sum(percents) / len(percents) if percents else None


def letter_counts(book, name):
    """How many pupils have each letter in a test; a letter that nobody has is there with 0."""
    counts = dict.fromkeys(LETTERS, 0)
    for result in _percents(book, name):
        counts[letter_for(result)] += 1
    return counts
