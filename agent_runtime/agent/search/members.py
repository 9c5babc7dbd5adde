"""Renames a member of one class where other classes have one of the same name: which of them a use means is read from
what stands before the dot."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Literal

from agent_runtime.agent.search.replacing import Source
from agent_runtime.agent.search.slicing import parsed

Meant = Literal["this", "other", "unknown"]
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def classes_with(text: str, member: str) -> list[str]:
    """The classes of a Python file that define a member."""
    return [node.name for node in ast.walk(parsed(text)) if isinstance(node, ast.ClassDef) and _defines(node, member)]


def renamed_in_python(text: str, owner: str, others: list[str], old: str, new: str, *, also_unknown: bool) -> str:
    """A Python file with the member of one class under its new name: its definition, the uses that mean it, and
    `Owner.member` in comments and docstrings. `others` are the other classes that have one of this name. Uses of which
    nothing tells whose they are are renamed with `also_unknown` only."""
    tree, source = parsed(text), Source(text)
    places = [*_definitions(tree, source, owner, old)]
    for scope, node in _uses(tree, old):
        meant = _meant(node.value, scope, owner, others)
        if meant == "this" or (meant == "unknown" and also_unknown):
            end = source.span(node)[1]
            places.append((end - len(old), end))
    for start, end in sorted(places, reverse=True):
        text = text[:start] + new + text[end:]
    return renamed_in_words(text, owner, old, new)


def renamed_in_words(text: str, owner: str, old: str, new: str) -> str:
    """A text with `Owner.member` under its new name."""
    return re.sub(rf"(?<!\w){re.escape(owner)}\.{re.escape(old)}(?!\w)", f"{owner}.{new}", text)


def _defines(node: ast.ClassDef, member: str) -> bool:
    return any(isinstance(each, _Function) and each.name == member for each in node.body)


def _definitions(tree: ast.Module, source: Source, owner: str, old: str) -> Iterator[tuple[int, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name == owner:
            for each in node.body:
                if isinstance(each, _Function) and each.name == old:
                    start = source.at(each.lineno, each.col_offset)
                    found = re.compile(rf"(?:async\s+)?def\s+({re.escape(old)})\b").match(source.text, start)
                    if found is not None:
                        yield found.span(1)


def _uses(tree: ast.Module, member: str) -> Iterator[tuple[list[ast.AST], ast.Attribute]]:
    """Each use of a member, with the classes and functions that it stands in, the outermost first."""

    def walk(node: ast.AST, scope: list[ast.AST]) -> Iterator[tuple[list[ast.AST], ast.Attribute]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Attribute) and child.attr == member:
                yield scope, child
            inner = [*scope, child] if isinstance(child, ast.ClassDef | _Function) else scope
            yield from walk(child, inner)

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
