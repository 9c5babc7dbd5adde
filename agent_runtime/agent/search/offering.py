"""What is computed of an object by hand where its class has a property or a method for it: `entry.when.date()` for
`entry.night`. The class may be in another file, so a model seldom sees it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from itertools import islice

from agent_runtime.agent.search.replacing import Source, nodes
from agent_runtime.agent.search.slicing import find, parsed
from agent_runtime.agent.search.turning import PROPERTY

OFFERED = 8
"""So many versions of a function."""
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def offered(text: str, label: str, classes: Iterable[ast.ClassDef]) -> list[str]:
    """The Python file with such a use of an attribute in the function `label` replaced by a property, or a method
    without arguments, of a class, that reads that attribute itself."""
    found = find(parsed(text), label)
    if found is None:
        return []
    source, function = Source(text), found[1]
    known = list(dict.fromkeys(each for owner in classes for each in _offers(owner)))
    inside = list(nodes(function))
    above = {id(child): node for node in inside for child in ast.iter_child_nodes(node)}
    texts = []
    for node in inside:
        match node:
            case ast.Attribute(value=ast.Name() as held, attr=attribute, ctx=ast.Load()):
                for name, call in (each[1:] for each in known if each[0] == attribute):
                    if name != label.rpartition(".")[2]:
                        start = source.span(held)[0]
                        ends = dict.fromkeys((source.span(_whole(node, above))[1], source.span(node)[1]))
                        texts += [f"{text[:start]}{source.of(held)}.{name}{call}{text[end:]}" for end in ends]
    return list(islice((each for each in dict.fromkeys(texts) if parsed(each).body), OFFERED))


def _offers(owner: ast.ClassDef) -> Iterator[tuple[str, str, str]]:
    """Of each property and method without arguments: an attribute that it reads, its name, and how it is called."""
    for node in owner.body:
        if isinstance(node, _Function) and len(node.args.args) == 1 and not node.name.startswith("_"):
            decorators = [ast.unparse(each) for each in node.decorator_list]
            is_property = any(each in PROPERTY for each in decorators)
            if not decorators or is_property:
                for each in ast.walk(node):
                    match each:
                        case ast.Attribute(value=ast.Name(id="self"), attr=attribute, ctx=ast.Load()):
                            yield attribute, node.name, "" if is_property else "()"


def _whole(node: ast.expr, above: dict[int, ast.AST]) -> ast.expr:
    """The attributes and calls that stand behind an attribute, with it."""
    while True:
        match above.get(id(node)):
            case ast.Attribute(value=value) as more if value is node:
                node = more
            case ast.Call(func=called) as more if called is node:
                node = more
            case _:
                return node
