"""Headings and the anchors that lead to them."""

import re

from linkwatch.links import text_lines

HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*\s*$")


def slugify(title):
    """The anchor of a heading: in small letters, without punctuation, with hyphens for spaces."""
    return re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-")


def anchors(text):
    """The anchors of all headings of a text. The second heading of the same name gets -1, the third one -2."""
    found = []
    seen = {}
    for _, line in text_lines(text):
        match = HEADING.match(line)
        if match is None:
            continue
        slug = slugify(match[1])
        count = seen.get(slug, 0)
        found.append(f"{slug}-{count}" if count else slug)
        seen[slug] = count + 1
    return found
