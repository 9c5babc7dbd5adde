"""Slugs: the readable part of an address."""

import re
import unicodedata

_NOT_ALLOWED = re.compile(r"[^a-z0-9]+")


def slugify(text):
    """Turn a title into lower-case ASCII words joined by single hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _NOT_ALLOWED.sub("-", plain.lower()).strip("-")


def unique_slug(text, taken):
    """A slug that is not in `taken`: the second one ends with -2, the third with -3."""
    slug = slugify(text)
    if slug not in taken:
        return slug
    number = 2
    while f"{slug}-{number}" in taken:
        number += 1
    return f"{slug}-{number}"
