"""Versions of a function with one thing wrong in each, to see whether tests notice (mutation analysis: DeMillo, Lipton
and Sayward, "Hints on test data selection", 1978)."""

from __future__ import annotations

import ast
import copy
import textwrap
from collections.abc import Iterator

from agent_runtime.agent.search.slicing import first_line, functions, parsed

_SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
}  # fmt: skip
_OF_TEXT = frozenset(
    "lower upper casefold strip lstrip rstrip removeprefix removesuffix replace title capitalize".split()
)
"""Methods that give a text of a text, which can be left out."""
_KEPT = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom | ast.Global | ast.Pass
"""Statements that are not taken out."""


def mutants(text: str, label: str, limit: int) -> list[str]:
    """The file with one version of the function in each; at most `limit`, from all of its parts. None where the
    function is not found."""
    found = dict(functions(parsed(text))).get(label)
    if found is None:
        return []
    lines = text.split("\n")
    first = first_line(found) - 1
    versions = list(dict.fromkeys(_versions(found, " " * found.col_offset)))
    if len(versions) > limit:
        versions = [versions[number * len(versions) // limit] for number in range(limit)]
    return ["\n".join([*lines[:first], version, *lines[found.end_lineno :]]) for version in versions]


def _versions(function: ast.FunctionDef | ast.AsyncFunctionDef, indent: str) -> Iterator[str]:
    for name, default in _optional(function):  # a parameter that is not heeded
        changed = copy.deepcopy(function)
        place = 1 if _documents(function.body[0], function, 0) else 0
        changed.body.insert(place, ast.Assign([ast.Name(name, ast.Store())], copy.deepcopy(default)))
        yield textwrap.indent(ast.unparse(ast.fix_missing_locations(changed)), indent)
    for place, (_, default) in enumerate(_optional(function)):
        for new in _others(default):
            changed = copy.deepcopy(function)
            list(_optional(changed))[place][1].__dict__.update(new.__dict__)
            yield textwrap.indent(ast.unparse(changed), indent)
    for number in range(sum(1 for _ in ast.walk(function))):
        for which in range(_count(function, number)):
            changed = copy.deepcopy(function)
            _change(changed, number, which)
            yield textwrap.indent(ast.unparse(ast.fix_missing_locations(changed)), indent)


def _optional(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[str, ast.expr]]:
    every = function.args
    positional = [*every.posonlyargs, *every.args]
    pairs = zip(positional[len(positional) - len(every.defaults) :], every.defaults, strict=True)
    for parameter, default in [*pairs, *zip(every.kwonlyargs, every.kw_defaults, strict=True)]:
        if default is not None:
            yield parameter.arg, default


def _others(default: ast.expr) -> Iterator[ast.Constant]:
    """Other defaults, in place of one that is a truth value or a number."""
    match default:
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() | float() as number):
            yield from (ast.Constant(number + 1), ast.Constant(number - 1))


def _node(function: ast.AST, number: int) -> ast.AST:
    return next(node for at, node in enumerate(ast.walk(function)) if at == number)


def _count(function: ast.AST, number: int) -> int:
    return len(list(_slots(_node(function, number))))


def _change(function: ast.AST, number: int, which: int) -> None:
    parent = _node(function, number)
    name, place, new = list(_slots(parent))[which]
    if place is None:
        setattr(parent, name, new)
    else:
        getattr(parent, name)[place] = new


def _slots(parent: ast.AST) -> Iterator[tuple[str, int | None, ast.AST | None]]:
    """What can stand in a node in place of what does: the field, the place in it, and the new node."""
    for name, value in ast.iter_fields(parent):
        if name in ("decorator_list", "args", "returns", "annotation") and not isinstance(parent, ast.Call):
            continue
        if name == "format_spec" and value is not None:
            yield name, None, None
        elif isinstance(value, ast.AST):
            yield from ((name, None, new) for new in _instead(value))
        elif isinstance(value, list):
            for place, item in enumerate(value):
                statement = name in ("body", "orelse", "finalbody") and not _documents(item, parent, place)
                if statement and not isinstance(parent, ast.While) and not isinstance(item, _KEPT):
                    yield name, place, ast.Pass()
                if isinstance(item, ast.AST):
                    yield from ((name, place, new) for new in _instead(item))


def _documents(item: object, parent: ast.AST, place: int) -> bool:
    """Whether a statement is a docstring."""
    constant = isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant)
    return constant and place == 0 and isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef)


def _instead(node: ast.AST) -> Iterator[ast.AST]:
    swapped = _SWAPPED.get(type(node))
    if swapped is not None:
        yield swapped()
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.IfExp):
        yield from (node.body, node.orelse)
    elif isinstance(node, ast.Compare) and len(node.ops) == 2:
        yield ast.Compare(node.left, node.ops[:1], node.comparators[:1])
        yield ast.Compare(node.comparators[0], node.ops[1:], node.comparators[1:])
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, bool):
            yield ast.Constant(not node.value)
        elif isinstance(node.value, int | float):
            yield ast.Constant(node.value + 1)
    elif isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and (
            not isinstance(node.func.value, ast.Name | ast.Constant) or node.func.attr in _OF_TEXT
        ):
            yield node.func.value
        if len(node.args) == 1 and isinstance(node.func, ast.Name) and not isinstance(node.args[0], ast.Starred):
            yield node.args[0]
    elif isinstance(node, ast.ListComp | ast.GeneratorExp | ast.SetComp) and len(node.generators) > 1:
        turned = copy.copy(node)
        turned.generators = node.generators[::-1]
        yield turned
