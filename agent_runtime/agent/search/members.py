"""Renames a member of one class, a method or a field, and nothing else that has its name: whose a use is, where other
classes have one of that name, is read from what stands before the dot."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from agent_runtime.agent.search.replacing import Source
from agent_runtime.agent.search.slicing import parsed

Meant = Literal["this", "other", "unknown"]
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def classes_with(text: str, member: str) -> list[str]:
    """The classes of a Python file that define a member."""
    return [node.name for node in ast.walk(parsed(text)) if isinstance(node, ast.ClassDef) and _defines(node, member)]


def has_field(text: str, owner: str, member: str) -> bool:
    """Whether a class of a Python file has a field of this name."""
    found = (node for node in ast.walk(parsed(text)) if isinstance(node, ast.ClassDef) and node.name == owner)
    return any(_has_field(node, member) for node in found)


def renamed_in_python(text: str, owner: str, others: list[str], old: str, new: str, *, also_unknown: bool) -> str:
    """A Python file with the member of one class under its new name: its definition, the uses that mean it, the
    arguments by that name which make an object, and `Owner.member` in comments and docstrings. `others` are the other
    classes that have one of this name. Uses of which nothing tells whose they are are renamed with `also_unknown`
    only."""
    tree, source = parsed(text), Source(text)

    def is_meant(value: ast.expr, scope: list[ast.AST]) -> bool:
        meant = _meant(value, scope, owner, others)
        return meant == "this" or (meant == "unknown" and also_unknown)

    places = [*_definitions(tree, source, owner, old), *_arguments(tree, source, owner, old, is_meant)]
    for scope, node in _scoped(tree):
        if isinstance(node, ast.Attribute) and node.attr == old and is_meant(node.value, scope):
            end = source.span(node)[1]
            places.append((end - len(old), end))
    for start, end in sorted(set(places), reverse=True):
        if text[start:end] == old:
            text = text[:start] + new + text[end:]
    return renamed_in_words(text, owner, old, new)


def renamed_in_words(text: str, owner: str, old: str, new: str) -> str:
    """A text with `Owner.member` under its new name."""
    return re.sub(rf"(?<!\w){re.escape(owner)}\.{re.escape(old)}(?!\w)", f"{owner}.{new}", text)


def _defines(node: ast.ClassDef, member: str) -> bool:
    return _has_field(node, member) or any(isinstance(each, _Function) and each.name == member for each in node.body)


def _has_field(node: ast.ClassDef, member: str) -> bool:
    for each in ast.walk(node):
        match each:
            case ast.Attribute(value=ast.Name(id="self"), attr=attr, ctx=ast.Store()) if attr == member:
                return True
    return any(True for _ in _declared(node, member))


def _declared(node: ast.ClassDef, member: str) -> Iterator[ast.Name]:
    """Where a field stands in the body of a class."""
    for each in node.body:
        match each:
            case ast.AnnAssign(target=ast.Name(id=name) as target) | ast.Assign(targets=[ast.Name(id=name) as target]):
                if name == member:
                    yield target


def _definitions(tree: ast.Module, source: Source, owner: str, old: str) -> Iterator[tuple[int, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name == owner:
            yield from (source.span(each) for each in _declared(node, old))
            for each in node.body:
                if isinstance(each, _Function) and each.name == old:
                    start = source.at(each.lineno, each.col_offset)
                    found = re.compile(rf"(?:async\s+)?def\s+({re.escape(old)})\b").match(source.text, start)
                    if found is not None:
                        yield found.span(1)
                elif isinstance(each, _Function) and each.name == "__init__" and _has_field(node, old):
                    yield from _parameter(each, source, old)


def _parameter(function: ast.AST, source: Source, name: str) -> Iterator[tuple[int, int]]:
    """A parameter of a function, and its uses there."""
    inside = list(ast.walk(function))
    if any(isinstance(node, ast.arg) and node.arg == name for node in inside):
        for node in inside:
            if (isinstance(node, ast.arg) and node.arg == name) or (isinstance(node, ast.Name) and node.id == name):
                start = source.at(node.lineno, node.col_offset)
                yield start, start + len(name)


def _arguments(
    tree: ast.Module, source: Source, owner: str, old: str, is_meant: Callable[[ast.expr, list[ast.AST]], bool]
) -> Iterator[tuple[int, int]]:
    """The name of a field where an object is made, or a copy of one with another value."""
    for scope, node in _scoped(tree):
        match node:
            case ast.Call(func=ast.Name(id="cls"), keywords=keywords):
                made = any(isinstance(each, ast.ClassDef) and each.name == owner for each in scope)
            case ast.Call(func=ast.Name(id="replace"), args=[copied, *_], keywords=keywords):
                made = is_meant(copied, scope)
            case ast.Call(func=ast.Attribute(value=copied, attr="_replace"), keywords=keywords):
                made = is_meant(copied, scope)
            case ast.Call(func=called, keywords=keywords):
                made = _word(called) == owner
            case _:
                continue
        for each in keywords if made else ():
            if each.arg == old:
                start = source.at(each.lineno, each.col_offset)
                yield start, start + len(old)


def _scoped(tree: ast.Module) -> Iterator[tuple[list[ast.AST], ast.AST]]:
    """Each node, with the classes and functions that it stands in, the outermost first."""

    def walk(node: ast.AST, scope: list[ast.AST]) -> Iterator[tuple[list[ast.AST], ast.AST]]:
        for child in ast.iter_child_nodes(node):
            yield scope, child
            yield from walk(child, [*scope, child] if isinstance(child, ast.ClassDef | _Function) else scope)

    return walk(tree, [tree])


def _meant(value: ast.expr, scope: list[ast.AST], owner: str, others: list[str]) -> Meant:
    if isinstance(value, ast.Name) and value.id in ("self", "cls"):
        inside = next((each.name for each in reversed(scope) if isinstance(each, ast.ClassDef)), "")
        return "this" if inside == owner else "other"
    if isinstance(value, ast.Name):
        for node in reversed(scope):
            if (told := _types(node).get(value.id)) is not None:
                return _like(told, owner, others)
    return _like(_word(value), owner, others)


def _types(scope: ast.AST) -> Mapping[str, str]:
    """What the names of a scope are made by, or annotated with."""
    found: dict[str, str] = {}
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            found |= {each.id: _word(node.value) for each in node.targets if isinstance(each, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found[node.target.id] = _word(node.annotation)
        elif isinstance(node, ast.arg) and node.annotation is not None:
            found[node.arg] = _word(node.annotation)
    return found


def _word(value: ast.expr) -> str:
    """The last name of an expression: of `part.chord` and `parse_chord(text)[0]` the one that tells what it is."""
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=inner) | ast.Subscript(value=inner) | ast.Await(value=inner):
            return _word(inner)
        case ast.Constant(value=str() as text):
            return text
    return ""


def _like(word: str, owner: str, others: list[str]) -> Meant:
    """Whose a word is: that of the class whose name ends it, in the longest form; `chords` is one of `Chord`."""
    plain = word.replace("_", "").lower()
    forms = (plain, plain.removesuffix("s"))
    fitting = [each for each in (owner, *others) if any(form.endswith(each.lower()) for form in forms)]
    if not fitting:
        return "unknown"
    return "this" if max(fitting, key=len) == owner else "other"
