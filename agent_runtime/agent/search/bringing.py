"""Brings the imports that a change needs: a small model that writes one function does not see to them."""

from __future__ import annotations

import ast
import importlib
import posixpath
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from agent_runtime.agent.search.examples import module_name
from agent_runtime.agent.search.merging import CannotMerge, merge
from agent_runtime.agent.search.slicing import parsed, top_names
from agent_runtime.agent.search.undefined import undefined

_COMMON = (
    *("collections", "itertools", "functools", "pathlib", "dataclasses", "decimal", "fractions", "enum", "contextlib"),
    *("typing", "abc", "copy", "operator", "textwrap", "types"),
)
"""Modules of the standard library whose names are known without theirs; the first that has a name gives it."""
_DATES = frozenset({"date", "datetime", "timedelta", "timezone"})


def with_imports(
    edits: Mapping[str, str | None],
    text_of: Callable[[str], str],
    holding: Callable[[str], Iterable[tuple[str, str]]],
    known: frozenset[str],
) -> dict[str, str | None]:
    """The edits with an import of each name that they use and do not have, where it is clear what it means: what one
    other file of the workspace defines, or the standard library's; and without an import of a file from itself, as a
    model copies it from the tests. `holding` gives the files that contain a word; `known` are the workspace's files."""
    found = dict(edits)
    for path, text in edits.items():
        if text is None or not path.endswith(".py"):
            continue
        new = text = _without_itself(path, text, known)
        for name in undefined(text_of(path), text):
            others = {**dict(holding(name)), **{other: new or "" for other, new in edits.items()}}
            homes = [other for other, code in others.items() if other != path and _defines(other, code, name)]
            line = _from_home(homes, path, text, known, name) if homes else _from_library(text, name)
            if line:
                try:
                    new = merge(path, new, line)
                except CannotMerge:
                    continue
        found[path] = new
    return found


def _without_itself(path: str, text: str, known: frozenset[str]) -> str:
    own = module_name(path, known)
    lines = text.split("\n")
    for node in reversed(parsed(text).body):
        if isinstance(node, ast.ImportFrom) and not node.level and node.module == own:
            del lines[node.lineno - 1 : node.end_lineno]
    return "\n".join(lines)


def _defines(path: str, text: str, name: str) -> bool:
    return path.endswith(".py") and name in top_names(text)


def _from_home(homes: list[str], path: str, text: str, known: frozenset[str], name: str) -> str:
    if len(homes) != 1:
        return ""
    relative = any(isinstance(node, ast.ImportFrom) and node.level for node in parsed(text).body)
    if relative and posixpath.dirname(homes[0]) == posixpath.dirname(path):
        return f"from .{posixpath.basename(homes[0]).removesuffix('.py')} import {name}"
    return f"from {module_name(homes[0], known)} import {name}"


def _from_library(text: str, name: str) -> str:
    dotted = {
        node.attr
        for node in ast.walk(parsed(text))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == name
    }
    if name in _DATES and not dotted & _DATES:
        return f"from datetime import {name}"
    if name in sys.stdlib_module_names:
        return f"import {name}" if dotted else ""
    return f"from {module} import {name}" if (module := _common().get(name)) else ""


@cache
def _common() -> dict[str, str]:
    found: dict[str, str] = {}
    for module in _COMMON:
        for name in getattr(importlib.import_module(module), "__all__", ()):
            found.setdefault(name, module)
    return found
