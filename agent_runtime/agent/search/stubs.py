"""Tells files that somebody has only sketched: functions with nothing in them. Their parts make sense together, and one
of them written alone passes no test."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from agent_runtime.agent.search.slicing import functions, parsed
from agent_runtime.errors import ToolError
from agent_runtime.tools.symbols import definitions
from agent_runtime.tools.syntax import language_of

_MOST = 0.5
"""The part of a file's functions that are stubs in a sketch."""
_LINES = 4
"""A longer function says something, whatever its marks."""
_MARK = re.compile(
    r"\b(?:unimplemented|todo)!|NotImplemented|UnsupportedOperation"
    r"|(?i:not (?:yet )?implemented|\bimplement (?:the|this|me)\b)"
)
_EMPTY = re.compile(r"\{\s*\}\s*;?\s*\Z")
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/|^\s*#[^\n]*", re.MULTILINE | re.DOTALL)
_TYPE = re.compile(r"^\s*(?:\w+\s+)*?(?:class|interface|enum|struct|record|trait|mod|type)\b")
_DECLARED = frozenset({"abstractmethod", "overload"})
"""Decorators of functions that are to stay empty."""


def is_sketch(path: str, text: str) -> bool:
    """Whether at least half of a file's functions are stubs."""
    python = language_of(path) == "python"
    empty = [each for _, each in _in_python(text)] if python else _elsewhere(path, text)
    return bool(empty) and sum(empty) >= _MOST * len(empty)


def stubs(text: str) -> list[str]:
    """The functions of a Python file that are stubs."""
    return [label for label, empty in _in_python(text) if empty]


def filled(old: str, new: str) -> list[str]:
    """The stubs in the old text of a Python file that are written in the new one."""
    left = stubs(new)
    known = {label for label, _ in functions(parsed(new))}
    return [label for label in stubs(old) if label in known and label not in left]


def _in_python(text: str) -> Iterator[tuple[str, bool]]:
    for label, node in functions(parsed(text)):
        decorators = {ast.unparse(each).rpartition(".")[2] for each in node.decorator_list}
        if not decorators & _DECLARED:
            yield label, _is_empty(node.body)


def _is_empty(body: list[ast.stmt]) -> bool:
    """Whether statements are nothing but a docstring, `pass`, `...` or `raise NotImplementedError`."""
    return all(
        isinstance(node, ast.Pass)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        or (isinstance(node, ast.Raise) and "NotImplemented" in ast.unparse(node))
        for node in body
    )


def _elsewhere(path: str, text: str) -> list[bool]:
    try:
        known = definitions(path, text)
    except ToolError:
        return []
    lines = text.split("\n")
    inner = [item for item in known if not any(item[1] < o[1] and o[2] <= item[2] and o is not item for o in known)]
    found = []
    for _, start, end in inner:
        code = "\n".join(lines[start - 1 : end])
        bare = _COMMENT.sub("", code)
        said = [line for line in bare.split("\n") if line.strip()]
        if said and _TYPE.match(said[0]):
            continue  # one without members
        found.append(bool(_EMPTY.search(bare)) or (len(said) <= _LINES and bool(_MARK.search(bare))))
    return found
