"""What a function gives a name and never reads was meant somewhere: it comes in the place of other values."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from agent_runtime.agent.search.replacing import Source, Turn, nodes


def unread(function: ast.AST, source: Source) -> Iterator[Turn]:
    """What has a name in the function that nothing reads, in place of each value of a line below: all that are the
    same there."""
    names = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
    read = {node.id for node in names if not isinstance(node.ctx, ast.Store)}
    made: dict[str, int] = {}
    for name, line in (*_parameters(function), *((node.id, node.lineno) for node in names)):
        if name not in read and not name.startswith("_") and name not in ("self", "cls"):
            made.setdefault(name, line)
    for node in ast.walk(function) if made else ():
        if not isinstance(node, ast.stmt) or not hasattr(node, "value") or node.value is None:
            continue
        values: dict[str, list[tuple[int, int]]] = {}
        for each in (node.value, *nodes(node.value)):
            if isinstance(each, ast.Name | ast.Attribute | ast.Subscript) and isinstance(each.ctx, ast.Load):
                values.setdefault(source.of(each), []).append(source.span(each))
        start, end = source.span(node.value)
        for name, line in made.items():
            for places in values.values() if line < node.lineno else ():
                text = source.text[start:end]
                for first, last in sorted(places, reverse=True):
                    text = text[: first - start] + name + text[last - start :]
                yield Turn(3, start, end, text)


def _parameters(function: ast.AST) -> list[tuple[str, int]]:
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return []
    arguments = function.args
    return [(each.arg, each.lineno) for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
