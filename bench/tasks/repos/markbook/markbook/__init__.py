"""A teacher's book of marks."""

from markbook.book import Book, Test, load_book, parse_test
from markbook.report import report
from markbook.results import overall, percent, ranking
from markbook.scale import LETTERS, letter_for, whole
from markbook.stats import mean_percent

__all__ = [
    "LETTERS",
    "Book",
    "Test",
    "letter_for",
    "load_book",
    "mean_percent",
    "overall",
    "parse_test",
    "percent",
    "ranking",
    "report",
    "whole",
]
