"""What a docstring has to speak of: when the function raises an error, and what task and code have in common."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent_runtime.agent.search import words

_ERRORS = re.compile(r"\b(raise[sd]?|raising|errors?|exceptions?|fails?)\b|\b\w+(?:Error|Exception)\b")
MAX_RAISED = 3


@dataclass(frozen=True, slots=True)
class Raised:
    """An error that a function raises, the condition, and the names in it that tell something."""

    error: str
    condition: str
    names: tuple[str, ...]


def raised(node: ast.AST, task: str) -> list[Raised]:
    """The errors that a function raises under a plain condition, where the task speaks of errors."""
    found = []
    for each in ast.walk(node) if _ERRORS.search(task) else ():
        if isinstance(each, ast.If) and isinstance(last := each.body[-1], ast.Raise) and last.exc is not None:
            error = last.exc.func if isinstance(last.exc, ast.Call) else last.exc
            attributes = [part.attr for part in ast.walk(each.test) if isinstance(part, ast.Attribute)]
            names = attributes or [part.id for part in ast.walk(each.test) if isinstance(part, ast.Name)]
            found.append(Raised(ast.unparse(error), ast.unparse(each.test), tuple(dict.fromkeys(names))))
    return found[:MAX_RAISED]


def facts(name: str, errors: Sequence[Raised]) -> str:
    """What a request says of the errors: a small model takes them for others than they are."""
    return "".join(f" {name} raises {each.error} if `{each.condition}`." for each in errors)


def points(docstring: str, task: str, code: str, names: Sequence[str], errors: Sequence[Raised]) -> tuple[int, int]:
    """How much of what it has to speak of a docstring does, and how much there is."""
    said, parts = set(words.words(docstring)), set(words.words(code))
    wanted = [re.search(rf"\b{name}\b", docstring) is not None for name in names]
    wanted += [re.search(rf"\b{re.escape(each.error)}\b", docstring) is not None for each in errors]
    wanted += [bool(said & {word for name in each.names for word in words.words(name)}) for each in errors]
    wanted += [word in said for word in words.query(task) if word in parts]
    return sum(wanted), len(wanted)
