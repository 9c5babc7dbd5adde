"""What a request shows of other code: the classes that it will meet, and what an earlier step brought."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterable, Sequence

from agent_runtime.agent.search import words
from agent_runtime.agent.search.evidence import Evidence
from agent_runtime.agent.search.slicing import find, first_line, parsed

MAX_CHARS = 900
"""For the classes, and as many for what was brought."""
MAX_CLASSES = 4
MAX_MET_CHARS = 500
"""The same for a function that is there."""
MAX_MET = 12
"""So many names are looked for."""

_SIGNATURE = re.compile(r"\w\(([^()]*)\)")
_TESTED = re.compile(r"^\s*from [\w.]+ import ([\w, ]+)$", re.MULTILINE)
_NAME = re.compile(r"[A-Za-z_]\w*")
_EXCEPTIONS = ("Error", "Exception", "Warning")

Shown = list[tuple[str, str]]
"""Paths, each with a part of that file."""


def beside(
    evidence: Evidence,
    path: str,
    text_of: Callable[[str], str],
    module_files: Callable[[str, str], Sequence[str]],
    holding: Callable[[str], Iterable[tuple[str, str]]],
) -> Shown:
    """What a request about the file `path` shows of others, and of what was written there. `module_files` gives the
    files of a module as another one imports it, `holding` those that hold a word, with their texts."""
    wanted = set(words.query(evidence.task))
    told = [name for row in _SIGNATURE.findall(evidence.task) for name in _NAME.findall(row)]
    tested = [name for row in _TESTED.findall(evidence.output) for name in _NAME.findall(row)]
    names = [*_called_after(told), *(name for name in tested if name[0].isupper())]
    return [*_brought(evidence, text_of), *_classes(path, names, wanted, text_of, module_files, holding)]


def _classes(
    path: str,
    names: Sequence[str],
    wanted: Collection[str],
    text_of: Callable[[str], str],
    module_files: Callable[[str, str], Sequence[str]],
    holding: Callable[[str], Iterable[tuple[str, str]]],
) -> Shown:
    """The workspace's classes of these names, and those that a Python file imports, that the functions which it imports
    return, or that its parameters are called after, each as its fields, its constructor and the heads of its other
    methods, with a docstring's first line where the name or a parameter is one of the words that are wanted: a small
    model that does not see them makes up their names."""
    text = text_of(path)
    imported: dict[str, tuple[str, str]] = {}
    returned: list[str] = []
    for module, given in _imported(text):
        files = module_files(module, path)
        for name in given if len(files) == 1 else ():
            imported[name] = (files[0], outlined(text_of(files[0]), name, wanted))
            returned += _returned(text_of(files[0]), name)
    parameters = [each.arg for each in ast.walk(parsed(text)) if isinstance(each, ast.arg)]
    found: list[tuple[str, str]] = []
    for name in dict.fromkeys((*names, *imported, *returned, *_called_after(parameters))):
        found += [imported[name]] if name in imported else _only(name, path, wanted, holding)
    return _fitting(found, MAX_CHARS)


def met(path: str, text: str, label: str, holding: Callable[[str], Iterable[tuple[str, str]]]) -> Shown:
    """The classes of other files that a function of a Python file meets: those that its parameters are annotated with
    or called after, or the attributes that it reads. What a change needs of them may be what it does not read yet."""
    tree = parsed(text)
    found = find(tree, label)
    if found is None or not path.endswith(".py"):
        return []
    own = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    parameters = [node for node in ast.walk(found[1]) if isinstance(node, ast.arg)]
    told = [ast.unparse(each.annotation) for each in parameters if each.annotation]
    read = [node.attr for node in ast.walk(found[1]) if isinstance(node, ast.Attribute)]
    names = [name for row in told for name in _NAME.findall(row) if name[0].isupper()]
    names += [*_called_after(each.arg for each in parameters), *_called_after(read)]
    outlines: Shown = []
    for name in [name for name in dict.fromkeys(names) if name not in own][:MAX_MET]:
        outlines += _only(name, path, (), holding)
    return _fitting(outlines, MAX_MET_CHARS)


def _only(name: str, path: str, wanted: Collection[str], holding: Callable[[str], Iterable[tuple[str, str]]]) -> Shown:
    """The one class of a name that the other files have; none where several have one."""
    found = [(other, outlined(code, name, wanted)) for other, code in holding(name) if other != path]
    found = [each for each in found if each[1]]
    return found if len(found) == 1 else []


def _fitting(found: Shown, left: int) -> Shown:
    """The first that have room."""
    shown: Shown = []
    for other, outline in found:
        if outline and len(outline) <= left and len(shown) < MAX_CLASSES:
            shown.append((other, outline))
            left -= len(outline)
    return shown


def _brought(evidence: Evidence, text_of: Callable[[str], str]) -> Shown:
    """The functions that an earlier step wrote."""
    shown: Shown = []
    left = MAX_CHARS
    for each in evidence.done:
        label = f"{each.owner}.{each.name}" if each.owner else each.name
        for path in sorted(evidence.changed):
            text = text_of(path)
            found = find(parsed(text), label) if each.kind in ("member", "definition") else None
            code = "\n".join(text.split("\n")[first_line(found[1]) - 1 : found[1].end_lineno]) if found else ""
            if code and len(code) <= left:
                shown.append((path, code))
                left -= len(code)
    return shown


def _imported(text: str) -> list[tuple[str, list[str]]]:
    """Modules, and the names that are imported from them."""
    return [
        ("." * node.level + (node.module or ""), [alias.name for alias in node.names])
        for node in parsed(text).body
        if isinstance(node, ast.ImportFrom)
    ]


def _returned(text: str, name: str) -> list[str]:
    """The names in what a function of a Python file says that it returns: `Recipe` of `-> list[Recipe]`."""
    found = find(parsed(text), name)
    returns = getattr(found[1], "returns", None) if found else None
    return [each for each in _NAME.findall(ast.unparse(returns)) if each[0].isupper()] if returns else []


def _called_after(parameters: Iterable[str]) -> list[str]:
    """The classes that parameters may be objects of, or hold objects of, by their names: `Queue` for `queue`, `Entry`
    for `entries`."""
    taken = {each for each in parameters if len(each) > 2} - {"self", "cls"}
    named = sorted("".join(part.title() for part in each.split("_")) for each in taken)
    return sorted({*named, *(one for each in named for one in _singular(each))})


def _singular(name: str) -> list[str]:
    if name.endswith("ies"):
        return [f"{name[:-3]}y"]
    return [name[:-1], *([name[:-2]] if name.endswith("es") else [])] if name.endswith("s") else []


def outlined(text: str, name: str, wanted: Collection[str]) -> str:
    """A class without the bodies of its methods but the constructor's; empty where it has nothing of its own."""
    node = next((each for each in parsed(text).body if isinstance(each, ast.ClassDef) and each.name == name), None)
    if node is None or any(ast.unparse(base).endswith(_EXCEPTIONS) for base in node.bases):
        return ""
    lines = text.split("\n")
    out = [*lines[first_line(node) - 1 : node.body[0].lineno - 1]]
    telling = False
    for each in node.body:
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
            last = each.end_lineno if each.name == "__init__" else max(each.lineno, each.body[0].lineno - 1)
            out += lines[first_line(each) - 1 : last]
            told = (ast.get_docstring(each) or "").partition("\n")[0] if each.name != "__init__" else ""
            called = " ".join([each.name, *(argument.arg for argument in each.args.args)])
            if told and not set(words.words(called)).isdisjoint(wanted):
                out.append(f'{" " * (each.col_offset + 4)}"""{told}"""')
            telling = True
        elif isinstance(each, ast.Assign | ast.AnnAssign):
            out += lines[each.lineno - 1 : each.end_lineno]
            telling = True
    return "\n".join(out) if telling else ""
