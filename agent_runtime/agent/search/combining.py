"""Puts two changes of the same files together, where they touch different lines."""

from __future__ import annotations

from collections.abc import Callable
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent_runtime.agent.search.trial import Edits


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
