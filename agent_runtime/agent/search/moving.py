"""Moves one statement of a function: out of the block that it ends, to the end of one before it, past its neighbour,
into the loop that it prepares or before the one that it begins.

A `return` that is a level too deep, a line that should stand in a branch and a list that is emptied too seldom or too
often are slips as common as a wrong sign.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise

from agent_runtime.agent.search.replacing import Source, Turn
from agent_runtime.agent.search.slicing import functions, parsed

_Block = ast.For | ast.While | ast.If | ast.With
_Loop = ast.For | ast.While
_Simple = ast.Assign | ast.AugAssign | ast.Expr
_Leaving = ast.Return | ast.Raise | ast.Continue | ast.Break


def moves(function: ast.AST, source: Source) -> Iterator[Turn]:
    """What is to be replaced so that one statement of a function is moved."""
    for node in ast.walk(function):
        for statements in _blocks(node):
            for statement in statements:
                if isinstance(statement, _Block):
                    yield from _out(statement, source)
                if isinstance(statement, _Loop):
                    yield from _begun(statements[: statements.index(statement)], statement, source)
            for one, other in pairwise(statements):
                if isinstance(one, _Block) and not isinstance(other, _Leaving):
                    yield from _into(one, other, source)
                elif isinstance(one, _Simple) and isinstance(other, _Simple) and _names(one) & _names(other):
                    yield from _before(one, other, source)


def elsewhere(old: str, new: str, limit: int) -> list[str]:
    """The new text of a Python file with a statement, added to a function, on the other side of an early `return` or
    `continue`: where a check passes with both, it does not tell on which ways the statement is meant. Only statements
    that change something which outlives the function; at most `limit`."""
    before, source = dict(functions(parsed(old))), Source(new)
    found = []
    for label, function in functions(parsed(new)):
        known = _statements(before.get(label, function))
        if len(_statements(function)) <= len(known):
            continue
        for node in ast.walk(function):
            for block in _blocks(node):
                found += [
                    new[: turn.start] + turn.new + new[turn.end :]
                    for one, other in pairwise(block)
                    for turn in _across(one, other, block, set(known), source)
                ]
    return found[:limit]


def _statements(function: ast.AST) -> list[str]:
    return [ast.dump(node) for node in ast.walk(function) if isinstance(node, ast.stmt) and node is not function]


def _acts(statement: ast.stmt) -> bool:
    """Whether a statement changes something beyond the variables of its function."""
    if isinstance(statement, ast.Assign | ast.Delete):
        return any(not isinstance(target, ast.Name) for target in statement.targets)
    if isinstance(statement, ast.AugAssign):
        return not isinstance(statement.target, ast.Name)
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)


def _blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        block = getattr(node, name, None)
        if isinstance(block, list):
            yield block


def _across(one: ast.stmt, other: ast.stmt, block: list[ast.stmt], known: set[str], source: Source) -> Iterator[Turn]:
    """Where one of two neighbours ends early: what is new behind it before it, or what is new before it behind it."""
    if _ends_early(other) and _acts(one) and ast.dump(one) not in known:
        yield from _before(one, other, source)
    if _ends_early(one):
        for later in block[block.index(other) :]:
            if _acts(later) and ast.dump(later) not in known:
                yield from _before(one, later, source)


def _ends_early(statement: ast.stmt) -> bool:
    last = statement.body[-1] if isinstance(statement, ast.If) and not statement.orelse else None
    return isinstance(last, ast.Return | ast.Continue)


def _out(block: _Block, source: Source) -> Iterator[Turn]:
    """The last statement of a block behind it."""
    last = block.body[-1]
    lines = source.lines(last)
    if isinstance(last, ast.Break | ast.Continue) and isinstance(block, _Loop):
        return
    if lines and len(block.body) > 1 and not getattr(block, "orelse", []):
        rank = 2 if isinstance(last, ast.Return) and isinstance(block, _Loop) else 3
        yield Turn(rank, *lines, source.indented(last, block))


def _begun(before: list[ast.stmt], loop: ast.For | ast.While, source: Source) -> Iterator[Turn]:
    """What a name begins with before a loop that changes it at the start of each round, and the other way round."""
    first = loop.body[0]
    around, inside = source.lines(loop), source.lines(first)
    if around is None or inside is None:
        return
    changed = {each for statement in loop.body for each in _names(statement)}
    nested = any(isinstance(each, _Loop) for each in loop.body)
    for statement in before:
        lines = source.lines(statement)
        if lines and _begins(statement) and _names(statement) & changed:
            text = source.text[lines[1] : inside[0]] + source.indented(statement, first)
            yield Turn(2 if nested else 6, lines[0], inside[0], text)
    for number, statement in enumerate(loop.body[:-1]):
        lines = source.lines(statement)
        later = {each for other in loop.body[number + 1 :] for each in _names(other)}
        if lines and _begins(statement) and _names(statement) & later:
            text = source.indented(statement, loop) + source.text[around[0] : lines[0]]
            yield Turn(3, around[0], lines[1], text)


def _begins(statement: ast.stmt) -> bool:
    """`total = 0`, `found = []`, `seen = set()`."""
    value = statement.value if isinstance(statement, ast.Assign | ast.AnnAssign) else None
    empty = isinstance(value, ast.Call) and not value.args and not value.keywords
    return empty or isinstance(value, ast.Constant | ast.List | ast.Dict | ast.Set | ast.Tuple)


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


def _before(one: ast.stmt, later: ast.stmt, source: Source) -> Iterator[Turn]:
    """A later statement in front of another one of its block."""
    first, moved = source.lines(one), source.lines(later)
    if first and moved:
        yield Turn(5, first[0], moved[1], source.text[slice(*moved)] + source.text[first[0] : moved[0]])


def _names(statement: ast.stmt) -> set[str]:
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)} - {"self"}
