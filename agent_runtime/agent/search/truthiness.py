"""Zero and empty taken for missing, and the other way round: `if value` for `if value is not None`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise

from agent_runtime.agent.search.replacing import Source, Turn, nodes

_Plain = ast.Name | ast.Attribute | ast.Subscript | ast.Call
_IS = {ast.Is: "not {}", ast.IsNot: "{}"}


def truths(function: ast.AST, source: Source) -> Iterator[Turn]:
    """What is to be replaced so that a value counts as missing where it is `None`, each time and everywhere, or where
    it is empty too."""
    given = sorted(_given(function, source), key=lambda turn: turn.start)
    yield from given
    if len(given) > 1 and all(one.end <= other.start for one, other in pairwise(given)):
        new, at = "", given[0].start
        for turn in given:
            new += source.text[at : turn.start] + turn.new
            at = turn.end
        yield Turn(3, given[0].start, at, new)
    for node in nodes(function):
        for test in _tests(node):
            if isinstance(test, ast.Compare) and ast.unparse(test.comparators[0]) == "None":
                form = _IS.get(type(test.ops[0]))
                if form is not None and len(test.ops) == 1:
                    yield Turn(4, *source.span(test), form.format(source.of(test.left)))


def _given(function: ast.AST, source: Source) -> Iterator[Turn]:
    for node in nodes(function):
        for test in _tests(node):
            if isinstance(test, _Plain):
                yield Turn(3, *source.span(test), f"{source.of(test)} is not None")
            elif isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) and isinstance(test.operand, _Plain):
                yield Turn(3, *source.span(test), f"{source.of(test.operand)} is None")
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or) and len(node.values) == 2:
            value, other = node.values
            if isinstance(value, ast.Name | ast.Attribute | ast.Subscript):
                said = source.of(value)
                yield Turn(4, *source.span(node), f"{said} if {said} is not None else {source.of(other)}")


def _tests(node: ast.AST) -> Iterator[ast.expr]:
    """What decides: conditions, and the parts of those that are put together."""
    found: list[ast.expr] = []
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        found = [node.test]
    elif isinstance(node, ast.comprehension):
        found = node.ifs
    for test in found:
        yield from test.values if isinstance(test, ast.BoolOp) else [test]
