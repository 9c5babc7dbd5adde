"""A list, dictionary or set that a function keeps, returns or has as a default is changed for all who share it: here it
gets a copy, without a model."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from agent_runtime.agent.search.replacing import Source, Turn
from agent_runtime.agent.search.slicing import parsed

MAX_DEFAULTS = 8
"""Of one file."""
_KINDS = {ast.List: "list", ast.ListComp: "list", ast.Dict: "dict", ast.DictComp: "dict", ast.Set: "set",
          ast.SetComp: "set"}  # fmt: skip
_CHANGING = frozenset(
    {
        "append",
        "extend",
        "insert",
        "pop",
        "remove",
        "clear",
        "sort",
        "reverse",
        "add",
        "discard",
        "update",
        "setdefault",
    }
)
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def unshared(function: ast.AST, tree: ast.Module, source: Source) -> Iterator[Turn]:
    """A copy of a value of the module that is kept, of an attribute that is returned, a new default each time, and a
    collection of its own for each recursive call."""
    if not isinstance(function, _Function):
        return
    shared = _assigned(tree.body)
    owner = next((node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and function in node.body), None)
    own = _attributes(owner) if owner is not None else {}
    for node in ast.walk(function):
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign | ast.Return) else None
        kind = None
        if isinstance(value, ast.Name) and not isinstance(node, ast.Return):
            kind = shared.get(value.id)
        elif isinstance(value, ast.Attribute) and isinstance(node, ast.Return):
            kind = own.get(ast.unparse(value))
        if value is not None and kind is not None:
            yield Turn(2 if isinstance(value, ast.Name) else 6, *source.span(value), f"{kind}({source.of(value)})")
    yield from _defaults(function, source)
    yield from _passed_on(function, source)


def _passed_on(function: _Function, source: Source) -> Iterator[Turn]:
    """A recursive call that gets what was added here as well, in a collection of its own: `seen.add(each)` and then
    `visit(each, seen)` tell all later calls of `each`, not only those below."""
    named = {each.name for each in ast.walk(function) if isinstance(each, _Function)}
    for node in ast.walk(function):
        body = getattr(node, "body", None)
        statements: list[ast.stmt] = body if isinstance(body, list) else []
        for place, statement in enumerate(statements):
            match statement:
                case ast.Expr(
                    value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=how), args=[added]) as adding
                ) if how in ("add", "append"):
                    pass
                case _:
                    continue
            for call in (each for later in statements[place + 1 :] for each in ast.walk(later)):
                if not isinstance(call, ast.Call) or ast.unparse(call.func).rpartition(".")[2] not in named:
                    continue
                given = next((each for each in call.args if isinstance(each, ast.Name) and each.id == name), None)
                if given is not None:
                    new = source.of(added)
                    start, behind = source.span(adding)
                    first, end = source.span(given)
                    own = f"{name} | {{{new}}}" if how == "add" else f"[*{name}, {new}]"
                    yield Turn(2, start, end, source.text[behind:first].lstrip() + own)


TELLS = re.compile(
    r"\b(shar(e|es|ed|ing)|same|also|too|still|again|earlier|previous|first|second|other|others|another|remember\w*|leaks?|"
    r"accumulat\w*|between|across|twice|grows?|piles? up|left over)\b",
    re.IGNORECASE,
)
"""How people tell that something is shared which should not be."""


def with_own_defaults(text: str) -> str:
    """A Python file in which every default that is one object for all calls, and that a function keeps, changes or
    returns, is made anew in each call."""
    for _ in range(MAX_DEFAULTS):
        source, tree = Source(text), parsed(text)
        functions = [node for node in ast.walk(tree) if isinstance(node, _Function)]
        turn = next((turn for each in functions for turn in _defaults(each, source, _escaping(each))), None)
        if turn is None:
            break
        text = text[: turn.start] + turn.new + text[turn.end :]
    return text


def _escaping(function: _Function) -> set[str]:
    """The names of a function whose value is kept, returned or changed in it."""
    found: set[str] = set()
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Attribute()], value=ast.Name(id=name)) | ast.Return(value=ast.Name(id=name)):
                found.add(name)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)) if attr in _CHANGING:
                found.add(name)
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
                found.add(name)
            case ast.AugAssign(target=ast.Name(id=name)):
                found.add(name)
    return found


def _kind(value: ast.expr | None) -> str | None:
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in ("list", "dict", "set"):
        return value.func.id
    return _KINDS.get(type(value))


def _assigned(body: list[ast.stmt]) -> Mapping[str, str]:
    """What is assigned to a name, if it can be changed."""
    found: dict[str, str] = {}
    for node in body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        kind = _kind(node.value) if isinstance(node, ast.Assign | ast.AnnAssign) else None
        found |= {ast.unparse(each): kind for each in targets if kind is not None}
    return found


def _attributes(owner: ast.ClassDef) -> Mapping[str, str]:
    """The attributes of a class (`self.names`) that can be changed, and that it changes."""
    statements = [node for node in ast.walk(owner) if isinstance(node, ast.stmt)]
    changed = {
        ast.unparse(node.func.value)
        for node in ast.walk(owner)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGING
    }
    changed |= {
        ast.unparse(node.value)
        for node in ast.walk(owner)
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del)
    }
    kinds = _assigned(statements)
    return {name: kind for name, kind in kinds.items() if name.startswith("self.") and name in changed}


def _defaults(function: _Function, source: Source, names: set[str] | None = None) -> Iterator[Turn]:
    """A default that can be changed, made anew in each call; only of parameters with these `names`."""
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    pairs = [*zip(reversed(positional), reversed(arguments.defaults), strict=False)]
    pairs += [(each, value) for each, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value]
    body = [node for node in function.body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))]
    if not body or body[0].lineno == function.lineno:
        return
    first = body[0]
    indent = " " * first.col_offset
    at = source.at(first.lineno, first.col_offset)
    for argument, value in pairs:
        if _kind(value) is not None and (names is None or argument.arg in names):
            start, end = source.span(value)
            made = f"if {argument.arg} is None:\n{indent}    {argument.arg} = {source.of(value)}\n{indent}"
            yield Turn(2, start, at, f"None{source.text[end:at]}{made}")
