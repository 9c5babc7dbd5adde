"""Sorts bibliographies."""

import re

from bibtidy.names import parse_names

_YEAR = re.compile(r"\d{4}")


def year_of(entry):
    """The year as a number, or None for an entry without one (or with something such as `in press`)."""
    match = _YEAR.search(entry.get("year"))
    return int(match[0]) if match else None


def by_year(entries, newest=False):
    """The entries by year, or the newest first; then by author and title. Those without a year are at the end."""

    def place(entry):
        year = year_of(entry)
        if year is None:
            return (1, 0, *_author_and_title(entry))
        return (0, -year if newest else year, *_author_and_title(entry))

    return sorted(entries, key=place)


def _author_and_title(entry):
    authors = [str(name).lower() for name in parse_names(entry.get("author"))]
    return authors, entry.get("title").lower()
