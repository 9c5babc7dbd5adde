"""Options of a command line that argparse takes apart: whose they are, and whether anything uses what they give."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from agent_runtime.agent.search.slicing import functions, parsed

if TYPE_CHECKING:
    from agent_runtime.agent.search.wanted import Wanted

_NAMESPACES = frozenset({"args", "arguments", "namespace", "options", "opts", "parsed"})
"""What a parameter is called that holds parsed arguments; a variable that is given them may be called anything."""
_OF_COMMAND = re.compile(r"`python3? -m [\w.]+ ([a-z][\w-]+)\b[^`\n]*`")


def command_of(task: str) -> str | None:
    """The one command of which a task speaks as it is typed."""
    found = set(_OF_COMMAND.findall(task))
    return found.pop() if len(found) == 1 else None


def options_of(text: str, command: str) -> set[str] | None:
    """The options and arguments that a command gets in a Python file; `None` where no variable holds its parser."""
    tree = parsed(text)
    holders = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _calls(node.value, "add_parser") == command
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    if not holders:
        return None
    given = [node for node in ast.walk(tree) if _calls(node, "add_argument") is not None]
    return {
        each.value
        for node in given
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _name(node.func.value) in holders
        for each in node.args
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }


def uses(text: str) -> dict[str, set[str]]:
    """The functions of a Python file that read parsed arguments, each with what it reads of them."""
    tree = parsed(text)
    holders = _NAMESPACES | {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _calls(node.value, "parse_args") is not None
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found = {label: set(_read(node, holders)) for label, node in functions(tree)}
    return {label: names for label, names in found.items() if names}


def used(wanted: Iterable[Wanted], texts: Iterable[str]) -> list[tuple[str, str]]:
    """Options that are wanted, each with the name by which parsed arguments have it; none where nothing is seen to read
    parsed arguments that way."""
    if not any(uses(text) for text in texts):
        return []
    return [(each.name, each.name.lstrip("-").replace("-", "_")) for each in wanted if each.kind == "option"]


def _read(node: ast.AST, holders: Iterable[str]) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Load) and _name(each.value) in holders:
            yield each.attr


def _calls(node: ast.AST, method: str) -> str | None:
    """The first text that a call of a method is given, empty for another argument; `None` for anything else."""
    if not isinstance(node, ast.Call) or getattr(node.func, "attr", "") != method:
        return None
    first = node.args[0] if node.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else ""
