"""Between pairs and text."""

from urllib.parse import quote_plus, unquote_plus


def decode(text):
    """The pairs of a query string; a name without `=` has an empty value."""
    pairs = []
    for part in text.removeprefix("?").split("&"):
        if part:
            name, _, value = part.partition("=")
            pairs.append((unquote_plus(name), unquote_plus(value)))
    return pairs


def encode(pairs):
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in pairs)


def to_text(value):
    """How a value is written, before it is encoded."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
