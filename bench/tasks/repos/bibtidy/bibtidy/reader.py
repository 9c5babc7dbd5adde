"""Reads bibliographies."""

import re
from pathlib import Path

from bibtidy.entry import Entry

_HEAD = re.compile(r"@(\w+)\s*\{\s*([^\s,{}]+)\s*(,|(?=\}))")
_FIELD = re.compile(r"\s*([\w-]+)\s*=\s*")
_BARE = re.compile(r"\d+")
_AFTER = re.compile(r"\s*(,?)")


def read_bib(path):
    return parse_bib(Path(path).read_text(encoding="utf-8"))


def parse_bib(text):
    """The entries of a text, in order; what stands between entries is a comment."""
    entries = []
    position = 0
    while match := _HEAD.search(text, position):
        entry = Entry(match[1].lower(), match[2])
        position = _fields(text, match.end(), entry)
        entries.append(entry)
    return entries


def _fields(text, position, entry):
    """Read the fields of an entry up to its closing brace; the result is the position behind it."""
    while match := _FIELD.match(text, position):
        value, position = _value(text, match.end(), entry)
        entry.fields[match[1].lower()] = " ".join(value.split())
        after = _AFTER.match(text, position)
        position = after.end()
        if not after[1]:
            break
    end = re.compile(r"\s*\}").match(text, position)
    if not end:
        raise ValueError(f"{entry.key}: no closing brace")
    return end.end()


def _value(text, position, entry):
    if bare := _BARE.match(text, position):
        return bare[0], bare.end()
    opening = text[position : position + 1]
    if opening not in ("{", '"'):
        raise ValueError(f"{entry.key}: not a value: {text[position : position + 10]!r}")
    closing = "}" if opening == "{" else '"'
    depth = 0
    for end in range(position + 1, len(text)):
        if depth == 0 and text[end] == closing:
            return text[position + 1 : end], end + 1
        if text[end] == "{":
            depth += 1
        elif text[end] == "}":
            depth -= 1
    raise ValueError(f"{entry.key}: a value without an end")
