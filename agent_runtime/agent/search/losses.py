"""Slips in which a part of a value stands for the whole: a difference of days that forgets the month, the seconds of a
span without its days, the sign of `-0`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from agent_runtime.agent.search.replacing import Source, Turn, nodes

_WHOLE = {
    "day": "({one} - {other}).days",
    "month": "({one}.year - {other}.year) * 12 + {one}.month - {other}.month",
    "minute": "({one}.hour - {other}.hour) * 60 + {one}.minute - {other}.minute",
}


def parts_for_wholes(function: ast.AST, source: Source) -> Iterator[Turn]:
    """What is to be replaced so that the whole is looked at."""
    for node in nodes(function):
        match node:
            case ast.BinOp(
                left=ast.Attribute(value=one, attr=part), op=ast.Sub(), right=ast.Attribute(value=other, attr=same)
            ) if part == same and part in _WHOLE:
                start, end = source.span(node)
                new = _WHOLE[part].format(one=source.of(one), other=source.of(other))
                bare = source.text[start - 1 : start] == "(" and source.text[end : end + 1] == ")"
                yield Turn(3, start, end, new if bare or part == "day" else f"({new})")
            case ast.Attribute(value=value, attr="seconds", ctx=ast.Load()) if source.of(value) != "self":
                end = source.span(node)[1]
                yield Turn(4 if isinstance(value, ast.Name) else 3, end - len("seconds"), end, "total_seconds()")
            case ast.Compare(
                left=ast.Call(
                    func=ast.Name(id="int" | "float"),
                    args=[ast.Name() | ast.Attribute() | ast.Subscript() as text],
                    keywords=[],
                ),
                ops=[ast.Lt() | ast.GtE() as sign],
                comparators=[ast.Constant(value=0)],
            ):
                new = f'{source.of(text)}.startswith("-")'
                yield Turn(3, *source.span(node), new if isinstance(sign, ast.Lt) else f"not {new}")
