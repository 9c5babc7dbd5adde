"""Names that Python code uses and nothing in its file gives: a slip that only the line itself shows when it runs."""

from __future__ import annotations

import ast
import builtins

from agent_runtime.agent.search.slicing import parsed

_GIVEN = frozenset(
    {
        *dir(builtins),
        "__file__",
        "__path__",
        "__builtins__",
        "__class__",
        "__module__",
        "__qualname__",
        "__annotations__",
    }
)


def undefined(old: str, new: str) -> list[str]:
    """The names that the new text of a file uses without having them, and the old one did not."""
    return sorted(_free(new) - _free(old)) if new != old else []


def _free(text: str) -> set[str]:
    """The names that are read somewhere and bound nowhere in a file, whatever the scope; none where `import *` may
    bring them or the file does not parse."""
    read: set[str] = set()
    bound: set[str] = set()
    for node in ast.walk(parsed(text)):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                read.add(name)
            case ast.Name(id=name):
                bound.add(name)
            case ast.alias(name="*"):
                return set()
            case ast.alias(name=name, asname=other):
                bound.add(other or name.partition(".")[0])
            case ast.arg(arg=name):
                bound.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                bound.add(name)
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                bound.add(name)
            case ast.MatchMapping(rest=str(name)):
                bound.add(name)
            case ast.Global(names=names):
                bound.update(names)
            case _ if type(node).__name__ in ("TypeVar", "ParamSpec", "TypeVarTuple"):  # Python 3.12: def f[T]()
                bound.add(getattr(node, "name", ""))
    return read - bound - _GIVEN
