"""Writes bibliographies."""

FIRST = ("author", "title", "year")
"""The fields that come first; the others are in the order of the alphabet."""


def format_entry(entry):
    names = [name for name in FIRST if name in entry.fields]
    names += sorted(name for name in entry.fields if name not in FIRST)
    lines = [f"  {name} = {{{entry.fields[name]}}},\n" for name in names]
    return f"@{entry.kind}{{{entry.key},\n{''.join(lines)}}}\n"


def format_bib(entries):
    return "\n".join(format_entry(entry) for entry in entries)
