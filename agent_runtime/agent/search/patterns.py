"""Turns one thing in a regular expression, without a model: a quantifier, a set of characters, an anchor.

What is wrong in a pattern often stands outside of the function that uses it, and a small model writes another pattern.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from agent_runtime.agent.search.replacing import Source, Turn
from agent_runtime.agent.search.slicing import find, parsed

_PART = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[^)]*?[:=!>]|\{\d*,?\d*\}|.", re.DOTALL)
_QUANTIFIERS = {"+": "*", "*": "+"}
_MAY_REPEAT = re.compile(r"\\[wdsS]|\[.*\]", re.DOTALL)
_WIDER = {r"\w": r"[\w-]", r"\d": r"[\d.]", r"\.": ".", ".": r"\."}
_RANGES = (("a-z", "a-zA-Z"), ("A-Z", "A-Za-z"), ("a-z", "a-z0-9"), ("A-Z", "A-Z0-9"), ("0-9", "0-9."), (r"\w", r"\w-"))


def patterns(text: str, label: str, limit: int) -> list[str]:
    """The Python file with one thing turned in a regular expression that the function `label` uses, its own or one at
    the top of the file; at most `limit`. None where the function is not found."""
    tree = parsed(text)
    found = find(tree, label)
    if found is None:
        return []
    source = Source(text)
    used = {node.id for node in ast.walk(found[1]) if isinstance(node, ast.Name)}
    above = [node for node in tree.body if isinstance(node, ast.Assign) and used & _names(node)]
    turned = sorted(turn for node in (found[1], *above) for turn in _turns(node, source))
    return [text[: turn.start] + turn.new + text[turn.end :] for turn in turned[:limit]]


def _names(node: ast.Assign) -> set[str]:
    return {each.id for each in node.targets if isinstance(each, ast.Name)}


def _turns(node: ast.AST, source: Source) -> Iterator[Turn]:
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("re.") and call.args:
            literal = call.args[0]
            if not isinstance(literal, ast.Constant) or not isinstance(literal.value, str):
                continue
            start, end = source.span(literal)
            written = source.text[start:end]
            if written.count(literal.value) != 1:
                continue  # of several parts, or written with escapes
            first = start + written.index(literal.value)
            for rank, new in dict.fromkeys(_versions(literal.value)):
                yield Turn(rank, first, first + len(literal.value), new)


def _versions(pattern: str) -> Iterator[tuple[int, str]]:
    """Patterns that can be compiled, with how unlikely each is."""
    parts = _PART.findall(pattern)
    for number, part in enumerate(parts):
        behind = parts[number + 1] if number + 1 < len(parts) else ""
        before = parts[number - 1] if number else ""
        for rank, new in _instead(part, before, behind):
            version = "".join([*parts[:number], new, *parts[number + 1 :]])
            try:
                re.compile(version)
            except (re.error, OverflowError):
                continue
            yield rank, version


def _instead(part: str, before: str, behind: str) -> Iterator[tuple[int, str]]:
    repeated = behind in ("+", "*", "?") or behind.startswith("{")
    if part in _QUANTIFIERS:
        yield 1, _QUANTIFIERS[part]
        yield 2, ""
        if before == "." and behind != "?":
            yield 2, f"{part}?"
    elif part == "?" and before not in _QUANTIFIERS:
        yield 2, ""
        yield 3, "*"
    elif part in ("^", "$", r"\b"):
        yield 3, ""
    elif part in _WIDER:
        yield 2, _WIDER[part]
    if _MAY_REPEAT.fullmatch(part) and not repeated:
        yield 1, f"{part}+"
        yield 3, f"{part}?"
    if part.startswith("[") and len(part) > 2:
        for one, other in _RANGES:
            if one in part and other not in part:
                yield 2, part.replace(one, other)
        if "-" not in (part[1], part[-2]):
            yield 2, f"{part[:-1]}-]"
        yield 4, f"[{part[2:]}" if part[1] == "^" else f"[^{part[1:]}"
