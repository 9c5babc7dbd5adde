"""Query strings."""

from qstring.build import build, to_pairs
from qstring.paging import next_page, previous_page
from qstring.query import Query
from qstring.typed import get_bool, get_int
from qstring.url import Parts, add_params, join_url, split_url

__all__ = [
    "Parts",
    "Query",
    "add_params",
    "build",
    "get_bool",
    "get_int",
    "join_url",
    "next_page",
    "previous_page",
    "split_url",
    "to_pairs",
]
