"""Puts bibliographies together."""

from bibtidy.entry import Entry


def merge(first, second):
    """The entries of both: those of the first in their order, then what only the second has.

    Entries with the same key become one. It has the fields of both; where both have a field, that of the first stays.
    """
    merged = {}
    for entry in [*first, *second]:
        if entry.key not in merged:
            merged[entry.key] = Entry(entry.kind, entry.key, dict(entry.fields))
            continue
        fields = merged[entry.key].fields
        for name, value in entry.fields.items():
            fields.setdefault(name, value)
    return list(merged.values())
