"""Moves one statement of a function: out of the block that it ends, to the end of one before it, past its neighbour.

A `return` that is a level too deep and a line that should stand in a branch are slips as common as a wrong sign.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise

from agent_runtime.agent.search.replacing import Source, Turn

_Block = ast.For | ast.While | ast.If | ast.With
_Simple = ast.Assign | ast.AugAssign | ast.Expr
_Leaving = ast.Return | ast.Raise | ast.Continue | ast.Break


def moves(function: ast.AST, source: Source) -> Iterator[Turn]:
    """What is to be replaced so that one statement of a function is moved."""
    for node in ast.walk(function):
        for name in ("body", "orelse", "finalbody"):
            statements = getattr(node, name, None)
            if not isinstance(statements, list):
                continue
            for statement in statements:
                if isinstance(statement, _Block):
                    yield from _out(statement, source)
            for one, other in pairwise(statements):
                if isinstance(one, _Block) and not isinstance(other, _Leaving):
                    yield from _into(one, other, source)
                elif isinstance(one, _Simple) and isinstance(other, _Simple) and _names(one) & _names(other):
                    yield from _past(one, other, source)


def _out(block: _Block, source: Source) -> Iterator[Turn]:
    """The last statement of a block behind it."""
    last = block.body[-1]
    lines = source.lines(last)
    if isinstance(last, ast.Break | ast.Continue) and isinstance(block, ast.For | ast.While):
        return
    if lines and len(block.body) > 1 and not getattr(block, "orelse", []):
        rank = 2 if isinstance(last, ast.Return) and isinstance(block, ast.For | ast.While) else 3
        yield Turn(rank, *lines, source.indented(last, block))


def _into(block: _Block, after: ast.stmt, source: Source) -> Iterator[Turn]:
    """The statement behind a block at its end, or at the end of one of its branches."""
    lines = source.lines(after)
    for last in _ends(block):
        above = source.lines(last)
        if lines and above and not isinstance(last, _Leaving):
            inner = source.indented(after, last)
            yield Turn(3, above[1], lines[1], inner + source.text[above[1] : lines[0]])


def _ends(block: _Block) -> Iterator[ast.stmt]:
    """The last statement of each branch."""
    yield block.body[-1]
    other: list[ast.stmt] = getattr(block, "orelse", [])
    if len(other) == 1 and isinstance(other[0], ast.If):
        yield from _ends(other[0])
    elif other:
        yield other[-1]


def _past(one: ast.stmt, other: ast.stmt, source: Source) -> Iterator[Turn]:
    """Two statements in turned order."""
    first, second = source.lines(one), source.lines(other)
    if first and second:
        between = source.text[first[1] : second[0]]
        new = source.text[slice(*second)] + between + source.text[slice(*first)]
        yield Turn(5, first[0], second[1], new)


def _names(statement: ast.stmt) -> set[str]:
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)} - {"self"}
