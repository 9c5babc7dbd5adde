"""A diff in colour, with the words that changed marked within their lines."""

from __future__ import annotations

import difflib
import re

from rich.text import Text

from agent_runtime.interfaces.text import visible

MAX_MARKED_CHARS = 2000
"""Longer lines are coloured as a whole."""
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_STYLES = {"+": "green", "-": "red", "@": "cyan"}
_MARKS = {"+": "bold black on green", "-": "bold white on red"}


def diff_lines(diff: str) -> list[Text]:
    """The lines of a unified diff; removed lines stand beside the added ones that replace them, word by word."""
    shown: list[Text] = []
    removed: list[str] = []
    added: list[str] = []

    def settle() -> None:
        shown.extend(_pairs(removed, added))
        removed.clear()
        added.clear()

    in_hunk = False
    for line in diff.rstrip("\n").split("\n"):
        if line.startswith("@@"):
            in_hunk = True
        elif line.startswith(("diff ", "index ")) or (line.startswith("--- ") and not in_hunk):
            in_hunk = False
        if in_hunk and line.startswith("-") and not added:
            removed.append(line)
        elif in_hunk and line.startswith("+"):
            added.append(line)
        else:
            settle()
            if in_hunk and line.startswith("-"):
                removed.append(line)
                continue
            style = _STYLES.get(line[:1], "") if in_hunk else "bold"
            shown.append(Text(visible(line.expandtabs(4)), style=style))
    settle()
    return shown


def _pairs(removed: list[str], added: list[str]) -> list[Text]:
    if len(removed) != len(added):
        return [_whole(line) for line in [*removed, *added]]
    befores, afters = [], []
    for before, after in zip(removed, added, strict=True):
        first, second = _marked(before, after)
        befores.append(first)
        afters.append(second)
    return [*befores, *afters]


def _whole(line: str) -> Text:
    return Text(visible(line.expandtabs(4)), style=_STYLES[line[0]])


def _marked(before: str, after: str) -> tuple[Text, Text]:
    if len(before) + len(after) > MAX_MARKED_CHARS:
        return _whole(before), _whole(after)
    old, new = _WORDS.findall(before[1:]), _WORDS.findall(after[1:])
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < 0.4:
        return _whole(before), _whole(after)
    first, second = Text("-", style="red"), Text("+", style="green")
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        first.append(_clean(old[old_from:old_to]), _MARKS["-"] if tag != "equal" else "red")
        second.append(_clean(new[new_from:new_to]), _MARKS["+"] if tag != "equal" else "green")
    return first, second


def _clean(words: list[str]) -> str:
    return visible("".join(words).expandtabs(4))
