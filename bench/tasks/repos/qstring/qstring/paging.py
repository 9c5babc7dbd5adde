"""Links from page to page."""

from qstring.query import Query
from qstring.typed import get_int
from qstring.url import add_params, split_url


def next_page(url, name="page"):
    return add_params(url, {name: _page(url, name) + 1})


def previous_page(url, name="page"):
    """The page before this one; None on the first, which is 1."""
    page = _page(url, name)
    return add_params(url, {name: page - 1}) if page > 1 else None


def _page(url, name):
    return get_int(Query.parse(split_url(url).query), name, default=1, least=1)
