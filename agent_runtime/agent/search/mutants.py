"""Versions of a function with one thing wrong in each, to see whether tests notice (mutation analysis: DeMillo, Lipton
and Sayward, "Hints on test data selection", 1978)."""

from __future__ import annotations

import ast
import copy
import textwrap
from collections.abc import Iterator, Sequence

from agent_runtime.agent.search.slicing import first_line, functions, parsed

_SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
}  # fmt: skip
_Order = ast.Lt | ast.LtE | ast.Gt | ast.GtE
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
    indent = " " * found.col_offset
    return _files(text, found, [textwrap.indent(each, indent) for each in _versions(found)], limit)


def mutants_of_constants(text: str, label: str, limit: int) -> list[str]:
    """The same for what the top of the file defines once and the function reads."""
    tree = parsed(text)
    found = dict(functions(tree)).get(label)
    read = {node.id for node in ast.walk(found) if isinstance(node, ast.Name)} if found is not None else set()
    defined = [
        node
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and read
        & {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    ]
    return [version for node in defined for version in _files(text, node, list(_turned(node)), limit // len(defined))]


def _files(text: str, node: ast.stmt, versions: list[str], limit: int) -> list[str]:
    """The file with each of the versions in place of a statement, at most `limit`."""
    lines = text.split("\n")
    different = list(dict.fromkeys(versions))
    if len(different) > limit:
        different = [different[number * len(different) // limit] for number in range(limit)]
    return ["\n".join([*lines[: first_line(node) - 1], each, *lines[node.end_lineno :]]) for each in different]


def _turned(node: ast.stmt) -> Iterator[str]:
    """The statement with one thing in it turned."""
    for number in range(sum(1 for _ in ast.walk(node))):
        for which in range(_count(node, number)):
            changed = copy.deepcopy(node)
            _change(changed, number, which)
            yield ast.unparse(ast.fix_missing_locations(changed))


def _versions(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    for name, default in _optional(function):  # a parameter that is not heeded
        changed = copy.deepcopy(function)
        place = 1 if _documents(function.body[0], function, 0) else 0
        changed.body.insert(place, ast.Assign([ast.Name(name, ast.Store())], copy.deepcopy(default)))
        yield ast.unparse(ast.fix_missing_locations(changed))
    for place, (_, default) in enumerate(_optional(function)):
        for new in _others(default):
            changed = copy.deepcopy(function)
            list(_optional(changed))[place][1].__dict__.update(new.__dict__)
            yield ast.unparse(changed)
    yield from _turned(function)


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
            if isinstance(parent, ast.Return) and _is_condition(value):
                yield from ((name, None, ast.Constant(truth)) for truth in (True, False))
        elif isinstance(value, list):
            for place, item in enumerate(value):
                statement = name in ("body", "orelse", "finalbody") and not _documents(item, parent, place)
                if statement and not isinstance(parent, ast.While) and not isinstance(item, _KEPT):
                    yield name, place, ast.Pass()
                if isinstance(item, ast.AST):
                    yield from ((name, place, new) for new in _instead(item))


def _is_condition(node: ast.AST) -> bool:
    match node:
        case ast.UnaryOp(op=ast.Not()) | ast.Compare() | ast.Call(func=ast.Name(id="all" | "any")):
            return True
        case ast.BoolOp(values=values):
            return all(map(_is_condition, values))
    return False


def _documents(item: object, parent: ast.AST, place: int) -> bool:
    """Whether a statement is a docstring."""
    constant = isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant)
    return constant and place == 0 and isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef)


def less_one(several: Sequence[ast.expr]) -> Iterator[list[ast.expr]]:
    """All but one, for each."""
    yield from ([*several[:place], *several[place + 1 :]] for place in range(len(several)))


def _instead(node: ast.AST) -> Iterator[ast.AST]:
    swapped = _SWAPPED.get(type(node))
    if swapped is not None:
        yield swapped()
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.IfExp):
        yield from (node.body, node.orelse)
    elif isinstance(node, ast.BoolOp):
        yield from (ast.BoolOp(node.op, left) if len(left) > 1 else left[0] for left in less_one(node.values))
    elif isinstance(node, ast.Tuple | ast.List | ast.Set) and len(node.elts) > 1:
        for left in less_one(node.elts) if not isinstance(getattr(node, "ctx", None), ast.Store) else ():
            less = copy.copy(node)
            less.elts = left
            yield less
    elif isinstance(node, ast.Compare):
        *others, last = node.comparators
        if len(node.ops) == 2:
            yield ast.Compare(node.left, node.ops[:1], others)
            yield ast.Compare(others[0], node.ops[1:], [last])
        if isinstance(node.ops[-1], _Order) and not isinstance(last, ast.Constant):
            yield ast.Compare(node.left, node.ops, [*others, ast.BinOp(last, ast.Add(), ast.Constant(1))])
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
