"""The header of a post: lines `key: value` between two lines of hyphens."""

from datetime import date


class HeaderError(ValueError):
    """A post without a header, or with one that cannot be read."""


def split_header(text):
    """The header as a dict, and the text that comes after it. Raises HeaderError."""
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---":
        raise HeaderError("the post does not begin with ---")
    values = {}
    for number, line in enumerate(lines[1:], 1):
        if line.strip() == "---":
            return values, "\n".join(lines[number + 1 :]).strip()
        key, colon, value = line.partition(":")
        if not colon:
            raise HeaderError(f"no colon in {line!r}")
        key = key.strip().lower()
        values[key] = convert(key, value.strip())
    raise HeaderError("the header has no end")


def convert(key, text):
    """What the text of a key stands for; for most keys it is the text itself. Raises HeaderError."""
    if key == "tags":
        return [item.strip().lower() for item in text.split(",") if item.strip()]
    if key == "draft":
        return text.lower() in ("true", "yes")
    if key == "date":
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise HeaderError(f"{text!r} is no date") from None
    return text
