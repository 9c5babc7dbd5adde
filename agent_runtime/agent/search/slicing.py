"""One function of a Python file and what it uses: all that a request about it needs to show."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

MAX_CONTEXT_CHARS = 1500
MAX_CONSTANT_LINES = 8

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def focus(text: str, label: str, *, body: bool = True) -> str | None:
    """The function `label` (`name` or `Class.name`) below the imports, constants, signatures and the constructor that
    it uses; without `body` only its head and docstring. `None` where it cannot be cut out: the file does not parse, or
    the function stands in another one."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return None
    found = _find(tree, label)
    if found is None:
        return None
    holder, function = found
    lines = text.split("\n")
    used = _with_constants(tree, {node.id for node in ast.walk(function) if isinstance(node, ast.Name)})
    attributes = {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)}
    parts = [*_module_parts(tree, lines, used, function, holder)]
    own = _lines(lines, function) if body else [*_head(lines, function), f"{_inner_indent(lines, function)}..."]
    if holder is not None:
        inner = [*_class_head(lines, holder), *_class_parts(holder, lines, attributes, function)]
        return "\n".join([*_bounded(parts), "", *_bounded(inner), "", *own]).strip("\n")
    return "\n".join([*_bounded(parts), "", *own]).strip("\n")


def head(text: str, label: str) -> list[str] | None:
    """The decorators, the `def` line and the docstring of the function `label`; `None` where `focus` has none, and for
    a function on one line."""
    try:
        found = _find(ast.parse(text), label)
    except (SyntaxError, ValueError):
        return None
    if found is None or found[1].body[0].lineno == found[1].lineno:
        return None
    return _head(text.split("\n"), found[1])


def functions(tree: ast.Module) -> Iterator[tuple[str, _Function]]:
    """Functions at the top and methods, with their names: `name` or `Class.name`."""
    for node in tree.body:
        holder = f"{node.name}." if isinstance(node, ast.ClassDef) else ""
        for item in node.body if isinstance(node, ast.ClassDef) else [node]:
            if isinstance(item, _Function):
                yield holder + item.name, item


def _find(tree: ast.Module, label: str) -> tuple[ast.ClassDef | None, _Function] | None:
    owner, _, name = label.rpartition(".")
    holders: list[ast.Module | ast.ClassDef] = [tree]
    if owner:
        holders = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == owner]
    for holder in holders:
        for node in holder.body:
            if isinstance(node, _Function) and node.name == name:
                return (holder if isinstance(holder, ast.ClassDef) else None), node
    return None


def _with_constants(tree: ast.Module, used: set[str]) -> set[str]:
    """Also the names that the constants among them are made of."""
    found = set(used)
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and used & _assigned(node):
            found |= {item.id for item in ast.walk(node) if isinstance(item, ast.Name)}
    return found


def _assigned(node: ast.Assign | ast.AnnAssign) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {item.id for target in targets for item in ast.walk(target) if isinstance(item, ast.Name)}


def _module_parts(
    tree: ast.Module, lines: Sequence[str], used: set[str], function: _Function, holder: ast.ClassDef | None
) -> Iterator[str]:
    for node in tree.body:
        if node is function or node is holder:
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            if used & {(alias.asname or alias.name).partition(".")[0] for alias in node.names}:
                yield from _lines(lines, node)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            if used & _assigned(node):
                yield from _lines(lines, node)[:MAX_CONSTANT_LINES]
        elif isinstance(node, _Function) and node.name in used:
            yield from _signature(lines, node)
        elif isinstance(node, ast.ClassDef) and node.name in used:
            yield from _class_head(lines, node)
            yield from _class_parts(node, lines, set(), function)


def _class_parts(
    holder: ast.ClassDef, lines: Sequence[str], attributes: set[str], function: _Function
) -> Iterator[str]:
    """Fields, the constructor, and the signatures of the methods that are used, or are there for other methods."""
    for node in holder.body:
        if isinstance(node, ast.AnnAssign | ast.Assign):
            yield from _lines(lines, node)
        elif isinstance(node, _Function) and node is not function:
            if node.name == "__init__":
                yield from _lines(lines, node)
            elif node.name in attributes or (attributes and node.name.startswith("_")):
                yield from _signature(lines, node)


def _class_head(lines: Sequence[str], node: ast.ClassDef) -> list[str]:
    return list(lines[first_line(node) - 1 : node.body[0].lineno - 1]) or [lines[node.lineno - 1]]


def _signature(lines: Sequence[str], node: _Function) -> list[str]:
    return [*_head(lines, node), f"{_inner_indent(lines, node)}..."]


def _head(lines: Sequence[str], node: _Function) -> list[str]:
    """Decorators, the `def` line and the docstring."""
    first = node.body[0]
    documented = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    last = (first.end_lineno or first.lineno) if documented else first.lineno - 1
    return list(lines[first_line(node) - 1 : max(last, node.lineno)])


def _inner_indent(lines: Sequence[str], node: _Function) -> str:
    line = lines[node.lineno - 1]
    return line[: len(line) - len(line.lstrip())] + "    "


def _lines(lines: Sequence[str], node: ast.stmt) -> list[str]:
    return list(lines[first_line(node) - 1 : node.end_lineno])


def first_line(node: ast.stmt) -> int:
    """Where a statement begins, its decorators included."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(item.lineno for item in decorators)])


def _bounded(parts: Sequence[str]) -> list[str]:
    kept: list[str] = []
    room = MAX_CONTEXT_CHARS
    for line in parts:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    return kept
