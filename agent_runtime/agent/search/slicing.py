"""One function of a Python file and what it uses, or one constant and what uses it: all that a request about it needs
to show."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from agent_runtime.agent.search.replacing import Source

MAX_CONTEXT_CHARS = 1500
MAX_CONSTANT_LINES = 8
MAX_TABLE_CHARS = 1200
"""A longer constant is not asked about."""
SIBLINGS = 2
"""Functions that are shown as examples of another one."""
_NO_DATA = frozenset({"getLogger", "TypeVar", "ParamSpec", "NewType"})

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Assignment = ast.Assign | ast.AnnAssign


def parsed(text: str) -> ast.Module:
    """A tree of Python code; an empty one where it does not parse."""
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return ast.Module([], [])


def focus(text: str, label: str, *, body: bool = True) -> str | None:
    """The function `label` (`name` or `Class.name`) below the imports, constants, signatures and the constructor that
    it uses; without `body` only its head and docstring. A constant stands below the functions that use it. `None` where
    it cannot be cut out: the file does not parse, or the function stands in another one."""
    tree = parsed(text)
    lines = text.split("\n")
    found = find(tree, label)
    if found is None:
        return _with_users(tree, lines, label) if body else None
    holder, function = found
    used = _with_constants(tree, {node.id for node in ast.walk(function) if isinstance(node, ast.Name)})
    attributes = {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)}
    parts = [*_module_parts(tree, lines, used, _read_of_others(function), function, holder)]
    own = _lines(lines, function) if body else [*_head(lines, function), f"{_inner_indent(lines, function)}..."]
    if holder is not None:
        inner = [*_class_head(lines, holder), *_class_parts(holder, lines, attributes, function)]
        return "\n".join([*_bounded(parts), "", *_bounded(inner), "", *own]).strip("\n")
    return "\n".join([*_bounded(parts), "", *own]).strip("\n")


def head(text: str, label: str) -> list[str] | None:
    """The decorators, the `def` line and the docstring of the function `label`, or the name of a constant; `None` where
    `focus` has none, and for a function on one line."""
    tree = parsed(text)
    found = find(tree, label)
    if found is None:
        return [f"{label} ="] if _constant(tree, label) is not None else None
    if found[1].body[0].lineno == found[1].lineno:
        return None
    return _head(text.split("\n"), found[1])


def with_siblings(text: str, label: str) -> tuple[str, str] | None:
    """A constant or a function, above it some functions of the same file that it uses, as an example of another one;
    and the parameters that all of those have, empty where they differ."""
    tree = parsed(text)
    lines = text.split("\n")
    found = find(tree, label)
    node: ast.stmt | None = found[1] if found else _constant(tree, label)
    if node is None:
        return None
    used = {item.id for item in ast.walk(node) if isinstance(item, ast.Name)}
    beside = [each for each in tree.body if isinstance(each, _Function) and each.name in used and each is not node]
    shortest = sorted(beside, key=lambda each: (each.end_lineno or 0) - each.lineno)[-SIBLINGS - 1 :][:SIBLINGS]
    parts = [line for each in shortest for line in (*_lines(lines, each), "")]
    heads = {ast.unparse(each.args) for each in beside}
    same = heads.pop() if len(heads) == 1 and len(beside) > 1 else ""
    return "\n".join([*_bounded(parts), *_lines(lines, node)]), same


def constants(text: str, label: str) -> list[tuple[str, str]]:
    """What the function `label` uses that is assigned at the top of this file, or may be at the top of another: names,
    each with the module that it is imported from (empty: this file, which comes first)."""
    tree = parsed(text)
    found = find(tree, label)
    if found is None:
        return []
    used = [node.id for node in ast.walk(found[1]) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
    imported = {
        alias.name: f"{'.' * node.level}{node.module or ''}"
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname is None
    }
    own = dict.fromkeys(name for name in used if _constant(tree, name) is not None)
    return [
        *((name, "") for name in own),
        *((name, imported[name]) for name in dict.fromkeys(used) if name in imported),
    ]


def holds_constant(text: str, name: str) -> bool:
    """Whether a constant of this name is assigned at the top of a file."""
    return _constant(parsed(text), name) is not None


def constant_lines(text: str, name: str) -> range:
    """The numbers of the lines, from 1, that assign a constant."""
    node = _constant(parsed(text), name)
    return range(node.lineno, (node.end_lineno or node.lineno) + 1) if node is not None else range(0)


def with_word(text: str, name: str, word: str) -> str | None:
    """A Python file with one more word in a constant that lists words; `None` where it does not, or has it."""
    node = _constant(parsed(text), name)
    for each in ast.walk(node.value) if node is not None and node.value is not None else ():
        items = each.elts if isinstance(each, ast.Tuple | ast.List | ast.Set) else []
        said = [item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str)]
        if len(said) == len(items) > 1 and word not in said:
            end = Source(text).span(items[-1])[1]
            quote = text[end - 1]
            return f"{text[:end]}, {quote}{word}{quote}{text[end:]}"
    return None


def called_here(text: str, label: str) -> list[str]:
    """The functions at the top of a Python file, and the methods of its class, that a function calls there, and those
    that these call."""
    known = dict(functions(parsed(text)))
    found: dict[str, None] = {}
    todo = [label]
    while todo:
        current = todo.pop(0)
        for called in calls(known[current], current) if current in known else ():
            if called in known and called not in (*found, label):
                found[called] = None
                todo.append(called)
    return list(found)


def calls(function: _Function, label: str) -> Iterator[str]:
    """What a function calls by a name alone, or as a method of its class: `name` or `Class.name`."""
    holder = label.rpartition(".")[0]
    for node in ast.walk(function):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name)) if holder:
                yield f"{holder}.{name}"
            case ast.Call(func=ast.Name(id=called)):
                yield called


def functions(tree: ast.Module) -> Iterator[tuple[str, _Function]]:
    """Functions at the top and methods, with their names: `name` or `Class.name`."""
    for node in tree.body:
        holder = f"{node.name}." if isinstance(node, ast.ClassDef) else ""
        for item in node.body if isinstance(node, ast.ClassDef) else [node]:
            if isinstance(item, _Function):
                yield holder + item.name, item


def top_names(text: str) -> set[str]:
    """What a module defines itself; what it only imports is defined elsewhere."""
    names = set()
    for node in parsed(text).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
    return names


def added(old: str, new: str) -> list[str]:
    """The functions that a new text of a Python file has and the old one has not."""
    known = {label for label, _ in functions(parsed(old))}
    return [label for label, _ in functions(parsed(new)) if label not in known]


def changed(old: str, new: str) -> list[str]:
    """The functions of a new text of a Python file that are others than in the old one, or are not in it."""
    before = dict(functions(parsed(old)))
    return [
        label
        for label, node in functions(parsed(new))
        if label not in before or ast.dump(node) != ast.dump(before[label])
    ]


def changed_lines(old: str, new: str) -> set[int]:
    """The numbers, from 1, of all lines of the functions that `changed` names, in the new text."""
    tree = parsed(new)
    found = filter(None, (find(tree, label) for label in changed(old, new)))
    return {line for _, node in found for line in range(first_line(node), (node.end_lineno or node.lineno) + 1)}


def imported(text: str) -> set[str]:
    """The names that the imports at the top of a Python file give."""
    nodes = [node for node in parsed(text).body if isinstance(node, ast.Import | ast.ImportFrom)]
    return {name for node in nodes for name in _imported(node)}


def same_code(old: str, new: str) -> bool:
    """Whether two Python files differ at most in docstrings, comments and how they are written."""
    trees = (parsed(old), parsed(new))
    for node in (each for tree in trees for each in ast.walk(tree)):
        if isinstance(node, ast.Module | ast.ClassDef | _Function) and ast.get_docstring(node, clean=False) is not None:
            del node.body[0]
    one, other = map(ast.dump, trees)
    return one == other and (bool(trees[0].body) or old == new)


def find(tree: ast.Module, label: str) -> tuple[ast.ClassDef | None, _Function] | None:
    """The function `label` at the top or in a class, behind the class that holds it."""
    owner, _, name = label.rpartition(".")
    holders: list[ast.Module | ast.ClassDef] = [tree]
    if owner:
        holders = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == owner]
    for holder in holders:
        for node in holder.body:
            if isinstance(node, _Function) and node.name == name:
                return (holder if isinstance(holder, ast.ClassDef) else None), node
    return None


def _constant(tree: ast.Module, name: str) -> _Assignment | None:
    """The one statement at the top that assigns a name, where it is short and holds data."""
    found = [node for node in tree.body if isinstance(node, _Assignment) and name in _assigned(node)]
    if len(found) != 1 or found[0].value is None or not isinstance(found[0], ast.Assign):
        return None
    called = {getattr(node.func, "attr", getattr(node.func, "id", "")) for node in _calls(found[0].value)}
    plain = isinstance(found[0].targets[0], ast.Name) and len(found[0].targets) == 1
    return found[0] if plain and not called & _NO_DATA and len(ast.unparse(found[0])) <= MAX_TABLE_CHARS else None


def _calls(value: ast.expr) -> Iterator[ast.Call]:
    return (node for node in ast.walk(value) if isinstance(node, ast.Call))


def _with_users(tree: ast.Module, lines: Sequence[str], name: str) -> str | None:
    """A constant below the imports that it needs and the functions that use it."""
    constant = _constant(tree, name)
    if constant is None:
        return None
    used = {node.id for node in ast.walk(constant) if isinstance(node, ast.Name)} - {name}
    parts: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom) and used & _imported(node):
            parts += _lines(lines, node)
    for _, function in functions(tree):
        if any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(function)):
            parts += ["", *_lines(lines, function)]
        elif function.name in used:
            parts += ["", *_signature(lines, function)]
    return "\n".join([*_bounded(parts), "", *_lines(lines, constant)]).strip("\n")


def _with_constants(tree: ast.Module, used: set[str]) -> set[str]:
    """Also the names that the constants among them are made of."""
    found = set(used)
    for node in tree.body:
        if isinstance(node, _Assignment) and used & _assigned(node):
            found |= {item.id for item in ast.walk(node) if isinstance(item, ast.Name)}
    return found


def _assigned(node: _Assignment) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {item.id for target in targets for item in ast.walk(target) if isinstance(item, ast.Name)}


def _imported(node: ast.Import | ast.ImportFrom) -> set[str]:
    return {(alias.asname or alias.name).partition(".")[0] for alias in node.names}


def _read_of_others(function: _Function) -> set[str]:
    """The attributes that a function reads of other objects than its own."""
    return {
        node.attr
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute)
        and not (isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"))
    }


def _fields(holder: ast.ClassDef) -> set[str]:
    """What each object of a class has, as far as the class says."""
    names = [node.target for node in holder.body if isinstance(node, ast.AnnAssign)]
    made = [node for node in holder.body if isinstance(node, _Function) and node.name == "__init__"]
    kept = [node for each in made for node in ast.walk(each) if isinstance(node, ast.Attribute)]
    stored = {node.attr for node in kept if isinstance(node.ctx, ast.Store)}
    return stored | {name.id for name in names if isinstance(name, ast.Name)}


def _module_parts(
    tree: ast.Module,
    lines: Sequence[str],
    used: set[str],
    read: set[str],
    function: _Function,
    holder: ast.ClassDef | None,
) -> Iterator[str]:
    """What stands at the top of a file and is used, and the classes of which fields are read."""
    for node in tree.body:
        if node is function or node is holder:
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            if used & _imported(node):
                yield from _lines(lines, node)
        elif isinstance(node, _Assignment):
            if used & _assigned(node):
                yield from _lines(lines, node)[:MAX_CONSTANT_LINES]
        elif isinstance(node, _Function) and node.name in used:
            yield from _signature(lines, node)
        elif isinstance(node, ast.ClassDef) and (node.name in used or _fields(node) & read):
            yield from _class_head(lines, node)
            yield from _class_parts(node, lines, set(), function)


def _class_parts(
    holder: ast.ClassDef, lines: Sequence[str], attributes: set[str], function: _Function
) -> Iterator[str]:
    """Fields, the constructor, and the signatures of the methods that are used, or are there for other methods."""
    for node in holder.body:
        if isinstance(node, ast.AnnAssign | ast.Assign):
            yield from _lines(lines, node)
        elif isinstance(node, _Function) and node is not function:
            if node.name == "__init__":
                yield from _lines(lines, node)
            elif node.name in attributes or (attributes and node.name.startswith("_")):
                yield from _signature(lines, node)


def _class_head(lines: Sequence[str], node: ast.ClassDef) -> list[str]:
    return list(lines[first_line(node) - 1 : node.body[0].lineno - 1]) or [lines[node.lineno - 1]]


def _signature(lines: Sequence[str], node: _Function) -> list[str]:
    return [*_head(lines, node), f"{_inner_indent(lines, node)}..."]


def _head(lines: Sequence[str], node: _Function) -> list[str]:
    """Decorators, the `def` line and the docstring."""
    first = node.body[0]
    documented = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    last = (first.end_lineno or first.lineno) if documented else first.lineno - 1
    return list(lines[first_line(node) - 1 : max(last, node.lineno)])


def _inner_indent(lines: Sequence[str], node: _Function) -> str:
    line = lines[node.lineno - 1]
    return line[: len(line) - len(line.lstrip())] + "    "


def _lines(lines: Sequence[str], node: ast.stmt) -> list[str]:
    return list(lines[first_line(node) - 1 : node.end_lineno])


def first_line(node: ast.stmt) -> int:
    """Where a statement begins, its decorators included."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(item.lineno for item in decorators)])


def _bounded(parts: Sequence[str]) -> list[str]:
    kept: list[str] = []
    room = MAX_CONTEXT_CHARS
    for line in parts:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    return kept
