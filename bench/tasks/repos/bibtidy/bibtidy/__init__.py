"""Keeps bibliographies tidy."""

from bibtidy.entry import Entry
from bibtidy.merge import merge
from bibtidy.names import Name, parse_name, parse_names, short_names
from bibtidy.order import by_year, year_of
from bibtidy.reader import parse_bib, read_bib
from bibtidy.style import cite
from bibtidy.writer import format_bib, format_entry

__all__ = [
    "Entry",
    "Name",
    "by_year",
    "cite",
    "format_bib",
    "format_entry",
    "merge",
    "parse_bib",
    "parse_name",
    "parse_names",
    "read_bib",
    "short_names",
    "year_of",
]
