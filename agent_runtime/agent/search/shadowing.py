"""Gives attributes another name that hide a method of their own class: small models write `self.added = []` beside
`def added(self)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from agent_runtime.agent.search.slicing import parsed


def unshadowed(old: str, new: str) -> str:
    """The new text of a Python file with such attributes, where the old one has none, as `_name`. A method that is
    called keeps its name."""
    before = {(node.name, name) for node in _classes(old) for name in _hidden(node)}
    ends = set()
    for node in _classes(new):
        called = {id(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}
        for name in _hidden(node):
            if (node.name, name) not in before:
                ends |= {_name_at(use) for use in _uses(node, name) if id(use) not in called}
    lines = new.split("\n")
    for line, column in sorted(ends, reverse=True):
        raw = lines[line].encode()
        lines[line] = (raw[:column] + b"_" + raw[column:]).decode()
    return "\n".join(lines)


def _classes(text: str) -> Iterator[ast.ClassDef]:
    return (node for node in ast.walk(parsed(text)) if isinstance(node, ast.ClassDef))


def _hidden(node: ast.ClassDef) -> list[str]:
    """The methods, in no way decorated, whose names are assigned on `self`."""
    methods = [each.name for each in node.body if isinstance(each, ast.FunctionDef) and not each.decorator_list]
    taken = {other.attr for other in ast.walk(node) if isinstance(other, ast.Attribute)}
    return [
        name
        for name in methods
        if f"_{name}" not in {*methods, *taken} and any(isinstance(use.ctx, ast.Store) for use in _uses(node, name))
    ]


def _uses(node: ast.ClassDef, name: str) -> Iterator[ast.Attribute]:
    for each in ast.walk(node):
        match each:
            case ast.Attribute(value=ast.Name(id="self"), attr=attribute) if attribute == name:
                yield each


def _name_at(use: ast.Attribute) -> tuple[int, int]:
    """The line, from 0, and the byte in it where an attribute's name begins."""
    return (use.end_lineno or 1) - 1, (use.end_col_offset or 0) - len(use.attr.encode())
