"""Begins a reply for the model with the head of the function that is wanted, and tells where that function ends.

A small model that is asked for one method often writes the class around it again, from the imports on, and what
follows it in the file; neither is wanted, and each costs more than the method.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from agent_runtime.agent.search.evidence import Place
from agent_runtime.agent.search.parameters import opened
from agent_runtime.agent.search.slicing import head
from agent_runtime.tools.syntax import language_of

_FENCE = "```python\n"


def beginning(place: Place, text: str, parameter: str | None = None) -> str:
    """A block's opening line and the function's decorators, `def` line and docstring, or the constant's name; of a
    whole file only the opening line. With a `parameter` that the function is to have, only as far as its name. Empty
    for a function that is not Python's or cannot be cut out."""
    language = language_of(place.path)
    if not place.function:
        return f"```{language or ''}\n"
    if parameter and language == "python" and (opening := opened(text, place.function, parameter)) is not None:
        return _FENCE + opening
    lines = head(text, place.function) if language == "python" else None
    if not lines:
        return ""
    return _FENCE + ("\n".join([*lines, ""]) if place.is_function else lines[0])


def function_end(begin: str, otherwise: Callable[[str], int | None]) -> Callable[[str], int | None]:
    """Finds the end of the function in a reply that goes on from `begin`: the first line behind it that stands no
    deeper, once what is above it can be parsed. `otherwise` finds the end of a reply that does not."""
    margin = _indent(begin.removeprefix(_FENCE))

    def ends(text: str) -> int | None:
        if not begin.startswith(_FENCE) or not text.startswith(begin):
            return otherwise(text)
        at = len(begin)
        while (end := text.find("\n", at)) >= 0:
            line = text[at:end]
            if line.strip() and _indent(line) <= margin and _parses(text[len(_FENCE) : at]):
                return at
            at = end + 1
        return None

    return ends


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _parses(code: str) -> bool:
    try:
        ast.parse(f"if True:\n{code}" if _indent(code) else code)
    except (SyntaxError, ValueError):
        return False
    return True
