"""Brackets that are missing, or too many: `a + b / 2` for `(a + b) / 2`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from agent_runtime.agent.search.replacing import Source, Turn, nodes

_Sum = ast.Add | ast.Sub
_Product = ast.Mult | ast.Div | ast.FloorDiv | ast.Mod


def regrouped(function: ast.AST, source: Source) -> Iterator[Turn]:
    """What is to be replaced so that one operation comes before another one."""
    for node in nodes(function):
        if isinstance(node, ast.BinOp):
            yield from _computed(node, source)
        elif isinstance(node, ast.BoolOp):
            yield from _decided(node, source)


def _computed(node: ast.BinOp, source: Source) -> Iterator[Turn]:
    (start, end), (left, right) = source.span(node), (node.left, node.right)
    bracketed = source.text[start] == "("
    if isinstance(left, ast.BinOp) and bracketed and isinstance(left.op, _Sum) and isinstance(node.op, _Product):
        behind = source.text[source.span(left)[1] : end]
        yield Turn(5, start, end, source.of(left) + behind.partition(")")[2])
    if bracketed:
        return
    if isinstance(right, ast.BinOp) and isinstance(right.op, _Product) and isinstance(node.op, _Sum):
        yield _first(source, start, source.span(right.left)[1], end)
    if isinstance(left, ast.BinOp) and not isinstance(left.op, ast.Add) and not _alike(left.op, node.op):
        yield _last(source, start, source.span(left.right)[0], end)


def _alike(one: ast.operator, other: ast.operator) -> bool:
    """Whether it makes no difference which one comes first."""
    return isinstance(one, ast.Mult) and isinstance(other, ast.Mult)


def _decided(node: ast.BoolOp, source: Source) -> Iterator[Turn]:
    """`(a or b) and c` for `a or b and c`, `not (a or b)` for `not a or b`."""
    (start, end), (first, last) = source.span(node), (node.values[0], node.values[-1])
    if source.text[start] == "(":
        return
    if isinstance(last, ast.BoolOp):
        yield _first(source, start, source.span(last.values[0])[1], end)
    if isinstance(first, ast.BoolOp):
        yield _last(source, start, source.span(first.values[-1])[0], end)
    if isinstance(first, ast.UnaryOp) and isinstance(first.op, ast.Not):
        yield _last(source, start, source.span(first.operand)[0], end)


def _first(source: Source, start: int, middle: int, end: int) -> Turn:
    return Turn(4, start, end, f"({source.text[start:middle]}){source.text[middle:end]}")


def _last(source: Source, start: int, middle: int, end: int) -> Turn:
    return Turn(4, start, end, f"{source.text[start:middle]}({source.text[middle:end]})")
