"""Other ways to write what a change touched, with which a weak check passes by chance: a term more of what is in reach,
one element or condition less, another attribute of the same class. A check of one example cannot tell `a * b - c` from
`a * b + c - b` where the numbers happen to fit."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import islice

from agent_runtime.agent.search.mutants import less_one
from agent_runtime.agent.search.replacing import Source, nodes
from agent_runtime.agent.search.slicing import changed, functions, parsed
from agent_runtime.agent.search.turning import MAX_ATTRIBUTES, data_of
from agent_runtime.agent.search.varying import in_turn

MAX_TERMS = 32
MAX_LESS = 8
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Simple = ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Return | ast.Expr
_Arithmetic = ast.Add | ast.Sub | ast.Mult | ast.Div | ast.FloorDiv
_Term = ast.Name | ast.Attribute | ast.Call | ast.Subscript


def by_chance(old: str, new: str) -> list[str]:
    """Versions of the old and of the new text of a Python file, the likeliest to pass by chance first."""
    before, after = dict(functions(parsed(old))), dict(functions(parsed(new)))
    terms: list[str] = []
    less: list[str] = []
    others_of: list[str] = []
    for label in changed(old, new):
        if label not in before:
            continue
        one, other = _statements(before[label]), _statements(after[label])
        gone = [each for does, each in one.items() if does not in other]
        come = [each for does, each in other.items() if does not in one]
        lost = _lost(gone, come)
        known = _in_reach(before[label])
        said = [name for name in known if any(_says(each, name) for each in gone)]
        others = [each for each in one.values() if each not in gone]
        ways = (
            _with_a_term(new, come, lost),
            _with_a_term(old, gone, known),
            _with_a_term(old, others, said, inner=True),
        )
        terms += in_turn(ways)
        less += _with_less(new, come)
        others_of += _with_another_attribute(new, come, gone)
    parts = ((others_of, MAX_ATTRIBUTES), (terms, MAX_TERMS), (less, MAX_LESS))
    return [text for texts, limit in parts for text in islice(dict.fromkeys(texts), limit)]


def _statements(function: _Function) -> dict[str, ast.stmt]:
    """The simple statements of a function by what they do."""
    return {ast.dump(node): node for node in ast.walk(function) if isinstance(node, _Simple)}


def _lost(gone: list[ast.stmt], come: list[ast.stmt]) -> list[str]:
    """The terms of statements that are gone and that those in their place do not have, the longest ones."""
    now = {ast.dump(node) for statement in come for node in ast.walk(statement)}
    terms = (node for statement in gone for node in ast.walk(statement) if isinstance(node, _Term))
    read = (node for node in terms if isinstance(getattr(node, "ctx", ast.Load()), ast.Load))
    return list(dict.fromkeys(ast.unparse(node) for node in read if ast.dump(node) not in now))


def _in_reach(function: _Function) -> list[str]:
    """The parameters and variables of a function."""
    arguments = [each.arg for each in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
    stored = [node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    return [name for name in dict.fromkeys([*arguments, *stored]) if name not in ("self", "cls")]


def _says(statement: ast.stmt, name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(statement))


def _with_a_term(text: str, statements: list[ast.stmt], terms: list[str], *, inner: bool = False) -> Iterator[str]:
    """The text with a term added to, or taken from, what a statement computes, or `inner` parts of that."""
    source = Source(text)
    for statement in statements:
        for node in _computed(statement, inner=inner):
            start, end = source.span(node)
            for term in terms:
                for sign in "-+" if term != source.of(node) else "":
                    yield f"{text[:start]}({text[start:end]} {sign} {term}){text[end:]}"


def _computed(statement: ast.stmt, *, inner: bool) -> Iterator[ast.expr]:
    """The sum, product and so on that a statement computes; all `inner` ones, and the first operand of each."""
    for node in nodes(statement) if inner else [getattr(statement, "value", None)]:
        if isinstance(node, ast.BinOp) and isinstance(node.op, _Arithmetic):
            yield node
            if inner and not isinstance(node.left, ast.BinOp):
                yield node.left


def _with_another_attribute(text: str, come: list[ast.stmt], gone: list[ast.stmt]) -> Iterator[str]:
    """The text with another attribute of its class, of those that the file defines, for one that is new."""
    source = Source(text)
    was = {ast.dump(node) for statement in gone for node in ast.walk(statement)}
    classes = [data_of(node) for node in parsed(text).body if isinstance(node, ast.ClassDef)]
    for node in (node for statement in come for node in nodes(statement)):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and ast.dump(node) not in was:
            end = source.span(node)[1]
            for other in (name for names in classes if node.attr in names for name in names):
                if ast.dump(ast.Attribute(node.value, other, node.ctx)) not in was and other != node.attr:
                    yield f"{text[: end - len(node.attr)]}{other}{text[end:]}"


def _with_less(text: str, statements: list[ast.stmt]) -> Iterator[str]:
    """The text with one of several elements or conditions less."""
    source = Source(text)
    for statement in statements:
        for node in nodes(statement):
            match node:
                case ast.Tuple(elts=several, ctx=ast.Load()) | ast.List(elts=several, ctx=ast.Load()):
                    joint, opened, closed = ", ", text[source.span(node)[0]], text[source.span(node)[1] - 1]
                case ast.BoolOp(op=op, values=several):
                    joint, opened, closed = " and " if isinstance(op, ast.And) else " or ", "(", ")"
                case _:
                    continue
            start, end = source.span(node)
            for left in less_one(several):
                if left and opened in "([":
                    rest = joint.join(map(source.of, left)) + ("," if opened == "(" and joint == ", " else "")
                    yield f"{text[:start]}{opened}{rest}{closed}{text[end:]}"
