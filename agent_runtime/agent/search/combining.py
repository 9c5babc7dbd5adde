"""Puts two changes of the same files together, where they touch different lines, or function by function."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from agent_runtime.agent.search.merging import CannotMerge, merge
from agent_runtime.agent.search.slicing import first_line, functions, parsed

if TYPE_CHECKING:
    from agent_runtime.agent.search.copies import Edits


def combined(text_of: Callable[[str], str], one: Edits, other: Edits) -> Edits | None:
    """Both edits of the files that `text_of` gives; `None` where they touch the same lines, or are not two."""
    found: dict[str, str | None] = {}
    for path in {*one, *other}:
        old = text_of(path)
        first, second = one.get(path, old), other.get(path, old)
        if second == old or first == second:
            found[path] = first
        elif first == old:
            found[path] = second
        elif first is None or second is None or (both := _merged(old, first, second)) is None:
            return None
        else:
            found[path] = both
    return None if found in (one, other) else found


def _merged(old: str, first: str, second: str) -> str | None:
    lines = old.split("\n")
    changes = sorted([*_changes(lines, first.split("\n")), *_changes(lines, second.split("\n"))])
    for (start, end, _), (following, _, _) in pairwise(changes):
        if following < end or following == start:
            return None
    for start, end, new in reversed(changes):
        lines[start:end] = new
    return "\n".join(lines)


def _changes(old: list[str], new: list[str]) -> list[tuple[int, int, list[str]]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [(a, b, new[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def differing(one: str, other: str) -> list[str]:
    """The functions that two versions of a Python file both have, and not the same."""
    here = {label: ast.dump(node) for label, node in functions(parsed(one))}
    return [label for label, node in functions(parsed(other)) if here.get(label, "") not in ("", ast.dump(node))]


def crossed(path: str, text: str, other: str, label: str) -> str | None:
    """A Python file with one function as another version of the file has it (crossover); `None` where it cannot be."""
    lines = other.split("\n")
    for name, node in functions(parsed(other)):
        if name == label:
            source = textwrap.dedent("\n".join(lines[first_line(node) - 1 : node.end_lineno]))
            try:
                return merge(path, text, source, within=label.rpartition(".")[0])
            except CannotMerge:
                return None
    return None
