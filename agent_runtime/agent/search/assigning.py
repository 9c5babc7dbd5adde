"""Slips of functions that add something up: a value that takes the place of a sum instead of going into it, also in a
dictionary, a result that nobody returns or that is overwritten first, one local name for another."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise

from agent_runtime.agent.search.replacing import Source, Turn, nodes

_Loop = ast.For | ast.While
MADE = "found"
"""What a dictionary without a name is called."""
FOUND = "mark"
"""What the mark is called at which a text is cut, where it has no name."""


def assigned(function: ast.AST, source: Source) -> Iterator[Turn]:
    """What is to be replaced so that the function adds up otherwise, returns what it made, or reads another name."""
    if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        yield from _summed(function, source)
        yield from _summed_by_key(function, source)
        yield from _cut(function, source)
        yield from _returned(function, source)
        yield from _overwritten(function, source)
        yield from _other_names(function, source)


def _summed(function: ast.AST, source: Source) -> Iterator[Turn]:
    """`total += x` for `total = x` in a loop that it was begun before, and the other way round."""
    loops = [node for node in ast.walk(function) if isinstance(node, _Loop)]
    begun = {
        target.id: node.lineno
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant | ast.List | ast.Call)
        for target in node.targets
        if isinstance(target, ast.Name) and not any(node in ast.walk(loop) for loop in loops)
    }
    for node in (each for loop in loops for each in ast.walk(loop)):
        if isinstance(node, ast.AugAssign):
            start, end = source.span(node.target)[1], source.span(node.value)[0]
            if (sign := source.text[start:end].find(f"{_sign(node)}=")) >= 0:
                yield Turn(5, start + sign, start + sign + len(_sign(node)) + 1, "=")
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and len(node.targets) == 1:
            name = node.targets[0]
            read = {each.id for each in ast.walk(node.value) if isinstance(each, ast.Name)}
            if begun.get(name.id, node.lineno) < node.lineno and name.id not in read:
                end = source.span(name)[1]
                at = end + source.text[end:].index("=")
                yield Turn(3, at, at, "+")


def _summed_by_key(function: ast.AST, source: Source) -> Iterator[Turn]:
    """Where a key may come twice: `sums[key] = sums.get(key, 0) + x` for `sums[key] = x` in a loop, a list of all for
    `rows[key] = [x]`, and such a loop for `sums = {key: x for ...}`."""
    for loop in (each for each in ast.walk(function) if isinstance(each, _Loop)):
        for inner in ast.walk(loop):
            match inner:
                case ast.Assign(
                    targets=[ast.Subscript(value=ast.Name() | ast.Attribute() as held, slice=key) as target],
                    value=value,
                ) if source.of(held) not in source.of(value):
                    new = _added(source.of(held), key, value, source)
                    yield Turn(4, source.span(target)[0], source.span(value)[1], new)
    for node in ast.walk(function):
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.DictComp() as made)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.DictComp() as made)
            ):
                yield Turn(4, *source.span(made), "{}" + _looped(name, made, node.col_offset, source))
            case ast.Return(value=ast.DictComp() as made):
                start, end = source.span(made)
                margin = " " * node.col_offset
                lines = _looped(MADE, made, node.col_offset, source)
                yield Turn(4, start - len("return "), end, f"{MADE} = {{}}{lines}\n{margin}return {MADE}")


def _looped(name: str, made: ast.DictComp, column: int, source: Source) -> str:
    """The loops that make what a dictionary comprehension does, and add up what has the same key."""
    lines, depth = [], column
    for each in made.generators:
        lines.append(f"{' ' * depth}for {source.of(each.target)} in {source.of(each.iter)}:")
        depth += 4
        for test in each.ifs:
            lines.append(f"{' ' * depth}if {source.of(test)}:")
            depth += 4
    lines.append(" " * depth + _added(name, made.key, made.value, source))
    return "".join(f"\n{line}" for line in lines)


def _added(held: str, key: ast.expr, value: ast.expr, source: Source) -> str:
    place, new = source.of(key), source.of(value)
    if isinstance(value, ast.List) and len(value.elts) == 1:
        return f"{held}.setdefault({place}, []).append({source.of(value.elts[0])})"
    bare = not isinstance(value, ast.IfExp | ast.BoolOp | ast.Compare)
    return f"{held}[{place}] = {held}.get({place}, 0) + {new if bare else f'({new})'}"


def _cut(function: ast.AST, source: Source) -> Iterator[Turn]:
    """Where a text is cut at the first mark in place of the last one, and the other way round; a text without the mark
    stays where it was."""
    for node in ast.walk(function):
        match node:
            case ast.Assign(
                targets=[ast.Tuple(elts=[ast.Name(id=before), ast.Name(id=mark), ast.Name(id=behind)]) as names],
                value=ast.Call(func=ast.Attribute(attr="partition" | "rpartition" as how) as called, args=[_]) as value,
            ):
                start, end = source.span(value)
                new = "rpartition" if how == "partition" else "partition"
                cut = source.text[start : source.span(called)[1] - len(how)] + new
                cut += source.text[source.span(called)[1] : end]
                mark = FOUND if mark == "_" else mark
                whole = (
                    f'{before}, {behind} = {behind}, ""' if how == "partition" else f'{before}, {behind} = "", {before}'
                )
                margin = " " * node.col_offset
                text = f"{before}, {mark}, {behind} = {cut}\n{margin}if not {mark}:\n{margin}    {whole}"
                yield Turn(3, source.span(names)[0], end, text)


def _sign(node: ast.AugAssign) -> str:
    return {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//"}.get(type(node.op), " ")


def _returned(function: ast.FunctionDef | ast.AsyncFunctionDef, source: Source) -> Iterator[Turn]:
    """The last expression of a function that returns nothing, or a name that it made, is returned."""
    inside = list(nodes(function))
    if any(
        isinstance(each, ast.Yield | ast.YieldFrom) or (isinstance(each, ast.Return) and each.value) for each in inside
    ):
        return
    last = function.body[-1]
    if isinstance(last, ast.Expr) and not isinstance(last.value, ast.Constant):
        start = source.span(last.value)[0]
        yield Turn(4, start, start, "return ")
    if (lines := source.lines(last)) is None:
        return
    margin = source.text[lines[0] :][: last.col_offset]
    made = [
        target.id
        for node in function.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    for name in dict.fromkeys(made):
        yield Turn(4, lines[1], lines[1], f"{margin}return {name}\n")


def _overwritten(function: ast.FunctionDef | ast.AsyncFunctionDef, source: Source) -> Iterator[Turn]:
    """What is given another value right before it is returned is returned as it was."""
    for node in ast.walk(function):
        for one, other in pairwise(statements if isinstance(statements := getattr(node, "body", None), list) else []):
            if not isinstance(one, ast.Assign) or not isinstance(other, ast.Return) or other.value is None:
                continue
            lines, target = source.lines(one), one.targets[0]
            same = not isinstance(target, ast.Name) and source.of(target) == source.of(other.value)
            if lines and same and len(one.targets) == 1:
                margin = source.text[lines[0] :][: one.col_offset]
                kept = f"{margin}before = {source.of(target)}\n{source.text[lines[0] : lines[1]]}"
                yield Turn(3, lines[0], source.span(other.value)[1], f"{kept}{margin}return before")


def _other_names(function: ast.FunctionDef | ast.AsyncFunctionDef, source: Source) -> Iterator[Turn]:
    """One variable of the function for another one that has a value there."""
    arguments = function.args
    known = {
        each.arg: function.lineno
        for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
        if each.arg not in ("self", "cls")
    }
    names = [node for node in nodes(function) if isinstance(node, ast.Name)]
    for node in names:
        if isinstance(node.ctx, ast.Store):
            known.setdefault(node.id, node.lineno)
    called = {node.func for node in nodes(function) if isinstance(node, ast.Call)}
    for node in names:
        if node.id in known and isinstance(node.ctx, ast.Load) and node not in called:
            for other, line in known.items():
                if other != node.id and line < node.lineno:
                    yield Turn(7, *source.span(node), other)
