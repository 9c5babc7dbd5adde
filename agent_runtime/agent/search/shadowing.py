"""Gives names another form that hide what they are made of: small models write `self.added = []` beside
`def added(self)`, and `total = total(items)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent_runtime.agent.search.replacing import Source
from agent_runtime.agent.search.slicing import functions, parsed

_OTHER = (
    ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
    | ast.Global | ast.Nonlocal | ast.Import | ast.ImportFrom
)  # fmt: skip


@dataclass(frozen=True)
class _Hiding:
    where: str
    name: str
    ends: Sequence[int]
    """Where in the text the name ends."""
    new: str


def unshadowed(old: str, new: str) -> str:
    """The new text of a Python file, in which attributes that hide a method of their own class are called `_name`, and
    variables that hide the function which they are assigned from `name_`, unless the old text has them. What is called
    keeps its name."""
    before = {(each.where, each.name) for each in _hiding(old)}
    found = [each for each in _hiding(new) if (each.where, each.name) not in before]
    ends = {(end, each.name, each.new) for each in found for end in each.ends}
    for end, name, instead in sorted(ends, reverse=True):
        new = f"{new[: end - len(name)]}{instead}{new[end:]}"
    return new


def _hiding(text: str) -> Iterator[_Hiding]:
    tree, source = parsed(text), Source(text)
    for found in (*_attributes(tree, source), *_variables(tree, source)):
        if all(text.endswith(found.name, 0, end) for end in found.ends):
            yield found  # in an f-string positions are not right before Python 3.12


def _attributes(tree: ast.Module, source: Source) -> Iterator[_Hiding]:
    """Undecorated methods whose names are assigned on `self`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef):
            continue
        methods = [each.name for each in node.body if isinstance(each, ast.FunctionDef) and not each.decorator_list]
        taken = {other.attr for other in ast.walk(node) if isinstance(other, ast.Attribute)}
        for name in methods:
            uses = list(_of_self(node, name))
            if f"_{name}" not in {*methods, *taken} and any(isinstance(use.ctx, ast.Store) for use in uses):
                yield _Hiding(node.name, name, _ends(node, uses, source), f"_{name}")


def _variables(tree: ast.Module, source: Source) -> Iterator[_Hiding]:
    """Variables of a function that are assigned what the function at the top of the file gives that is so called."""
    known = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    known |= {
        alias.asname or alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    for label, function in functions(tree):
        names = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
        if any(isinstance(node, _OTHER) for node in ast.walk(function) if node is not function):
            continue  # whose name is whose is another question there
        parameters = {each.arg for each in ast.walk(function) if isinstance(each, ast.arg)}
        taken = {node.id for node in names}
        for name in sorted(known - parameters):
            uses = [node for node in names if node.id == name]
            stored = sum(isinstance(node.ctx, ast.Store) for node in uses)
            if stored and stored == _from_itself(function, name) and f"{name}_" not in taken:
                yield _Hiding(label, name, _ends(function, uses, source), f"{name}_")


def _from_itself(function: ast.AST, name: str) -> int:
    """How often `name = name(...)` stands in a function, whatever is done with the result."""
    return sum(
        any(
            isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == name
            for call in ast.walk(node.value)
        )
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and [getattr(target, "id", None) for target in node.targets] == [name]
    )


def _of_self(node: ast.ClassDef, name: str) -> Iterator[ast.Attribute]:
    for each in ast.walk(node):
        match each:
            case ast.Attribute(value=ast.Name(id="self"), attr=attribute) if attribute == name:
                yield each


def _ends(holder: ast.AST, uses: Sequence[ast.expr], source: Source) -> list[int]:
    """Where names end that are not called."""
    called = {id(call.func) for call in ast.walk(holder) if isinstance(call, ast.Call)}
    return [source.span(use)[1] for use in uses if id(use) not in called]
