"""Breaks circular imports: an import that nothing uses goes, one that only functions use moves into them."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from agent_runtime.agent.search.slicing import functions

_PARTIAL = re.compile(r"partially initialized module '([\w.]+)'")
_FRAME = re.compile(r"^(?:\s*File \")?([\w./-]+\.py)(?:\", line |:)(\d+)(?:: in |, in )<module>", re.MULTILINE)


def is_circle(output: str) -> bool:
    """Whether a check fails on a circular import."""
    return _PARTIAL.search(output) is not None


def broken_circle(output: str, text_of: Callable[[str], str], known: frozenset[str]) -> tuple[str, str] | None:
    """A file and its new text with which one import less is made while modules load: of those in the traceback, all of
    which are in the circle, the last that can be taken away."""
    frames = [(path, int(line)) for name, line in _FRAME.findall(output) if (path := _own(name, known)) is not None]
    for path, line in reversed(frames):
        text = text_of(path)
        new = without_import(text, line)
        if new is not None:
            return path, new
    return None


def without_import(text: str, line: int) -> str | None:
    """The text without the import at a line of the module, or with it in the functions that use what it binds; `None`
    where the module itself uses it."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return None
    statement = next((node for node in tree.body if node.lineno <= line <= (node.end_lineno or node.lineno)), None)
    if not isinstance(statement, ast.ImportFrom | ast.Import):
        return None
    bound = {(alias.asname or alias.name).partition(".")[0] for alias in statement.names}
    inside = [node for _, node in functions(tree) if bound & set(_names(node.body))]
    everywhere = [name for name in _names([tree]) if name in bound]
    within = [name for node in inside for name in _names(node.body) if name in bound]
    if len(everywhere) != len(within) or _exported(tree) & bound:
        return None
    lines = text.split("\n")
    own = [item.strip() for item in lines[statement.lineno - 1 : statement.end_lineno]]
    for node in sorted(inside, key=lambda each: -each.lineno):
        at = node.body[1] if ast.get_docstring(node) is not None and len(node.body) > 1 else node.body[0]
        if at.lineno == node.lineno:
            return None
        indent = " " * at.col_offset
        lines[at.lineno - 1 : at.lineno - 1] = [indent + " ".join(own), ""]
    del lines[statement.lineno - 1 : statement.end_lineno]
    return "\n".join(lines)


def _own(name: str, known: frozenset[str]) -> str | None:
    if name in known:
        return name
    hits = [path for path in known if name.endswith("/" + path)]
    return max(hits, key=len) if hits else None


def _names(nodes: list[ast.stmt] | list[ast.Module]) -> list[str]:
    return [item.id for node in nodes for item in ast.walk(node) if isinstance(item, ast.Name)]


def _exported(tree: ast.Module) -> set[str]:
    """What `__all__` names."""
    return {
        item.value
        for node in tree.body
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets)
        for item in ast.walk(node.value)
        if isinstance(item, ast.Constant) and isinstance(item.value, str)
    }
