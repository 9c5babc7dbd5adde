"""The query string as a part of a URL."""

from typing import NamedTuple

from qstring.query import Query


class Parts(NamedTuple):
    base: str
    query: str = ""
    fragment: str = ""


def split_url(url):
    """Take a URL apart into what stands before the `?`, the query, and what comes after the `#`."""
    rest, _, fragment = url.partition("#")
    base, _, query = rest.partition("?")
    return Parts(base, query, fragment)


def join_url(parts):
    """Put a URL together; an empty query or fragment is left out."""
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return parts.base + query + fragment


def add_params(url, params):
    """The URL with these parameters; those of the same name are replaced."""
    parts = split_url(url)
    query = Query.parse(parts.query)
    for name, value in params.items():
        query = query.with_param(name, value)
    return join_url(parts._replace(query=str(query)))
