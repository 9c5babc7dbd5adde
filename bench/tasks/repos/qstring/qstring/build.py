"""Builds query strings from dictionaries."""

from qstring.codec import encode, to_text


def to_pairs(params):
    """The pairs of a dictionary: None is left out, and a list makes a pair of each item."""
    pairs = []
    for name, value in params.items():
        values = value if isinstance(value, list | tuple) else [value]
        pairs += [(name, to_text(item)) for item in values if item is not None]
    return pairs


def build(params):
    """The query string for a dictionary."""
    return encode(to_pairs(params))
