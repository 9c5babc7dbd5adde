from pathlib import Path

import pytest

from markbook import load_book, mean_percent, report
from markbook.stats import letter_counts

BOOK = load_book(Path(__file__).parents[1] / "data" / "class7b.csv")


def test_mean():
    assert mean_percent(BOOK, "Dictation") == pytest.approx(72.5)
    assert mean_percent(BOOK, "Poem") == pytest.approx(82.5)
    with pytest.raises(KeyError):
        mean_percent(BOOK, "Algebra")


def test_letter_counts():
    assert letter_counts(BOOK, "Essay") == {"A": 1, "B": 2, "C": 0, "D": 2, "F": 0}
    assert letter_counts(BOOK, "Dictation") == {"A": 2, "B": 0, "C": 1, "D": 0, "F": 1}


def test_report():
    lines = report(BOOK)
    assert lines[0] == "Ida         81 B"
    assert lines[1] == "Jonas       57 D"
    assert lines[5] == ""
    assert lines[7] == "Essay       71"
