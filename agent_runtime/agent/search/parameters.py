"""The parameter that a function is to have and has not: as a failing call says, or the task.

A small model that sees a function copies its head, and what it then adds has no way in.
"""

from __future__ import annotations

import ast
import re

from agent_runtime.agent.search.slicing import find, functions, parsed

_NAME = r"[`'\"]?([A-Za-z_]\w*)[`'\"]?"
_BEHIND = re.compile(rf"\b(?:parameter|argument)s?\s+(?:(?:called|named)\s+)?{_NAME}")
_BEFORE = re.compile(rf"{_NAME}\s+(?:parameter|argument)\b")
_NEW = re.compile(
    r"\b(?:optional|new|additional|extra) (?:keyword )?(?:parameter|argument) (?:called |named )?[`'\"]?([A-Za-z_]\w*)"
    r"|\b(?:a|another) (?:parameter|argument) (?:(?:called |named )[`'\"]?|[`'\"])([A-Za-z_]\w*)"
)
_UNEXPECTED = re.compile(r"\b([\w.]+)\(\) got an unexpected keyword argument '(\w+)'")
_PLAIN = frozenset(
    """a an the new optional required additional extra keyword positional named only default first second third fourth
    last another its their this that which whose for to of with in is as by and or it so than be must should may can
    will""".split()
)
_CLOSING = re.compile(r",?\s*\)\s*(?:->[^:]*)?:\s*(?:#.*)?$")


def called_with(output: str) -> tuple[str, str] | None:
    """The function, and the parameter that a call in the output of a check wants of it."""
    found = _UNEXPECTED.search(output)
    return (found[1], found[2]) if found else None


def with_field(text: str, made: str, name: str) -> str | None:
    """A Python file with one more field of the dataclass or named tuple that `made` makes, like its last one; `None`
    where it has none of this name."""
    label = made.removesuffix(".__init__").removesuffix(".__new__").rpartition(".")[2]
    for node in parsed(text).body:
        if not isinstance(node, ast.ClassDef) or node.name != label or not _has_fields(node):
            continue
        fields = [each for each in node.body if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)]
        if fields and fields[-1].end_lineno == fields[-1].lineno:
            lines = text.split("\n")
            last = lines[fields[-1].lineno - 1]
            lines.insert(fields[-1].lineno, re.sub(r"\w+", name, last.partition("#")[0].rstrip(), count=1))
            return "\n".join(lines)
    return None


def _has_fields(node: ast.ClassDef) -> bool:
    marks = [each.func if isinstance(each, ast.Call) else each for each in (*node.decorator_list, *node.bases)]
    return any(ast.unparse(each).rpartition(".")[2] in ("dataclass", "NamedTuple") for each in marks)


def wanted_parameter(task: str, output: str, text: str, label: str) -> str | None:
    """The parameter that the function `label` of a file is to have and has not; `None` where nothing says so."""
    node = _function(text, label)
    name = label.rpartition(".")[2]
    if node is None:
        return None
    found = called_with(output)
    if found is not None and found[0].rpartition(".")[2] == name:
        said = [found[1]]
    elif re.search(rf"\b{re.escape(name)}\b", task):
        said = [word for how in (_BEHIND, _BEFORE) for word in how.findall(task) if word.lower() not in _PLAIN]
    else:
        return None
    if node.args.kwarg is not None or _names(node) & set(said):
        return None
    return next(iter(said), None)


def new_parameter(task: str, text: str, label: str) -> str | None:
    """The parameter that a task says outright the function `label` is to get, and that it has not."""
    node = _function(text, label)
    said = [name for found in _NEW.findall(task) for name in found if name and name not in _PLAIN]
    if node is None or node.args.kwarg is not None or _names(node) & set(said):
        return None
    return said[0] if len(set(said)) == 1 else None


def parameters(text: str, label: str) -> set[str]:
    """The names of the parameters of the function `label` of a file; none where it is not there."""
    node = _function(text, label)
    return _names(node) if node else set()


def _names(node: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    return {each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}


def to_use(old: str, new: str) -> list[str]:
    """The functions that still have to use a parameter which a change of a Python file brought: the one that has it and
    does not read it, or, for a constructor, the methods of its class, unless one of them reads what is kept of it."""
    tree = parsed(new)
    before = {label: _names(node) for label, node in functions(parsed(old))}
    found = []
    for label, node in functions(tree):
        owner, _, name = label.rpartition(".")
        brought = _names(node) - before.get(label, _names(node))
        if name != "__init__":
            found += [label] if brought - {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} else []
            continue
        methods = [(other, each) for other, each in functions(tree) if other.startswith(f"{owner}.") and each != node]
        read = {each.attr for _, method in methods for each in ast.walk(method) if isinstance(each, ast.Attribute)}
        found += [other for other, _ in methods] if brought - read else []
    return found


def others_use(old: str, new: str) -> bool:
    """Whether other functions have to use a parameter that a change brought than the one that has it."""
    before, after = (dict(functions(parsed(text))) for text in (old, new))
    return any(label in before and _names(after[label]) == _names(before[label]) for label in to_use(old, new))


def opened(text: str, label: str, parameter: str) -> str | None:
    """The head of the function `label` as far as the name of a new last parameter; `None` where it has another form."""
    node = _function(text, label)
    if node is None or node.args.kwarg is not None or node.body[0].lineno == node.lineno:
        return None
    lines = text.split("\n")[node.lineno - 1 : node.body[0].lineno - 1]
    head = "\n".join(lines).rstrip()
    if (closing := _CLOSING.search(head)) is None:
        return None
    before = head[: closing.start()]
    return f"{before}{'' if before.endswith('(') else ', '}{parameter}"


def _function(text: str, label: str) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    found = find(parsed(text), label)
    return found[1] if found else None
