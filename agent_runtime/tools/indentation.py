"""Finds how the indentation of a diff relates to that of a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Reindent = Callable[[str], str | None]
"""Indents a further line alike; `None` when it cannot be."""


def indentation_map(pairs: Sequence[tuple[str, str]]) -> Reindent | None:
    """From (diff line, file line) pairs that differ in indentation only: how to indent further lines."""
    indents = {(_indent(a), _indent(b)) for a, b in pairs if a.strip()}
    if not indents:
        return None
    some_diff, some_file = max(indents, key=lambda item: len(item[1]) - len(item[0]))
    if some_file.endswith(some_diff):
        prefix = some_file[: len(some_file) - len(some_diff)]
        if all(there == prefix + here for here, there in indents):
            return lambda text: prefix + text if text.strip() else text
    some_diff, some_file = max(indents, key=lambda item: len(item[0]) - len(item[1]))
    if some_diff.endswith(some_file):
        extra = some_diff[: len(some_diff) - len(some_file)]
        if extra and all(here == extra + there for here, there in indents):
            return lambda text: _without_prefix(text, extra)
    for unit in (4, 2, 8, 3):
        spaces = " " * unit
        if all(here.replace(spaces, "\t") == there for here, there in indents):
            return lambda text: _indent(text).replace(spaces, "\t") + text.lstrip(" \t")
        if all(here.replace("\t", spaces) == there for here, there in indents):
            return lambda text: _indent(text).replace("\t", spaces) + text.lstrip(" \t")
    if len({here for here, _ in indents if here}) >= 2 and not any("\t" in a + b for a, b in indents):
        for times, over in ((2, 1), (1, 2)):
            if all(len(here) * times == len(there) * over for here, there in indents):
                return lambda text: " " * (len(_indent(text)) * times // over) + text.lstrip(" ")
    return None


def _indent(text: str) -> str:
    return text[: len(text) - len(text.lstrip(" \t"))]


def _without_prefix(text: str, prefix: str) -> str | None:
    if not text.strip():
        return text
    return text[len(prefix) :] if text.startswith(prefix) else None
