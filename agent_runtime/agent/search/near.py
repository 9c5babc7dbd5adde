"""Changes near one that passes, and others in its place: where the check passes with one of them too, it does not tell
which is meant (mutation analysis: DeMillo, Lipton and Sayward, "Hints on test data selection", 1978)."""

from __future__ import annotations

import ast
import difflib

from agent_runtime.agent.search.moving import elsewhere
from agent_runtime.agent.search.slicing import changed, parsed
from agent_runtime.agent.search.turning import turned_lines, turns

TURNED = 12
"""So many versions with one thing turned in a line that the change brought."""
PLACES = 2
"""So many with a new statement in another place."""
INSTEAD = 20
"""So many with one thing turned in what the function was before."""

_STRICT: dict[type[ast.cmpop], ast.cmpop] = {ast.LtE: ast.Lt(), ast.GtE: ast.Gt()}


def near(old: str, new: str) -> list[str]:
    """Versions of the new text of a Python file with one thing of what is new turned, if that makes a difference."""
    turned = turned_lines(new, new_lines(old, new), TURNED)
    return [*elsewhere(old, new, PLACES), *(text for text in turned if _does(text) != _does(new))]


def instead(old: str, new: str) -> list[str]:
    """Versions of the old text with one thing turned in a function that the change touched, if they are not the new
    text but for its form."""
    found = [text for label in changed(old, new) for text in turns(old, label, INSTEAD)]
    return [text for text in found if _does(text) != _does(new)]


def differing(text: str, other: str) -> str:
    """The first line of another text that is not in this one."""
    lines = other.splitlines()
    return next((lines[number - 1].strip() for number in sorted(new_lines(text, other))), "")


def new_lines(old: str, new: str) -> set[int]:
    """The numbers of the lines, from 1, that the new text does not have from the old one."""
    codes = difflib.SequenceMatcher(None, old.splitlines(), new.splitlines(), autojunk=False).get_opcodes()
    return {number + 1 for tag, _, _, start, end in codes if tag != "equal" for number in range(start, end)}


def _does(text: str) -> str:
    """The code of a Python file but for its form, and for whether `if a < b: b = a` is also done where both are equal:
    a value that is replaced by its equal stays."""
    tree = parsed(text)
    for node in ast.walk(tree):
        match node:
            case ast.If(
                test=ast.Compare(left=left, ops=[sign], comparators=[right]) as test,
                body=[ast.Assign(targets=[target], value=value)],
                orelse=[],
            ) if {ast.unparse(target), ast.unparse(value)} == {ast.unparse(left), ast.unparse(right)}:
                test.ops = [_STRICT.get(type(sign), sign)]
    return ast.dump(tree)
