"""What is really so where tests say what should be: each `assert ... == VALUE` of a file is evaluated, and gets the
value that the code gives.

A small model knows which cases to try, and computes what should come out wrong. The code is there: its value can be
taken, as for regression tests (Pacheco and Ernst, "Eclat", 2005; Lukasczyk and Fraser, "Pynguin", 2022). Such a test
says what the code does, not what it should do, which the user must be told.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SEEN = "agent-runtime saw:"
MAX_VALUE = 300
"""Characters of a value that is still written into a test."""
_HEAD = f"""
import atexit as _atexit
import json as _json

_seen = {{}}


def _check(number, actual, expected):
    try:
        value = actual()
        told = [bool(value == expected()), repr(value)]
    except Exception as error:
        told = [False, None]
    _seen.setdefault(number, []).append(told)


_atexit.register(lambda: print("\\n{SEEN}" + _json.dumps(_seen), flush=True))
"""

Told = Mapping[str, Sequence[tuple[bool, str | None]]]
"""Of each assertion by its number: whether it held, and the value, every time that it was evaluated."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Tests whose values are the code's."""

    text: str
    taken: frozenset[str]
    """The tests in which a value was wrong, and is now what the code gives."""


def asking(text: str) -> str:
    """The file with each equality told instead of asserted, when pytest runs it with `-s`."""
    tree = ast.parse(text)
    numbers = {id(node): number for number, node in enumerate(_equalities(tree))}

    class Ask(ast.NodeTransformer):
        def visit_Assert(self, node: ast.Assert) -> ast.stmt:  # the name is ast's
            if id(node) not in numbers:
                return node
            test = node.test
            assert isinstance(test, ast.Compare)
            sides = ", ".join(f"lambda: ({ast.unparse(side)})" for side in (test.left, test.comparators[0]))
            return ast.parse(f"_check({numbers[id(node)]}, {sides})").body[0]

    return _HEAD + ast.unparse(Ask().visit(tree)) + "\n"


def told(output: str) -> Told:
    """What was seen; empty where the file did not come to its end."""
    line = next((line for line in reversed(output.split("\n")) if line.startswith(SEEN)), None)
    try:
        found = json.loads(line.removeprefix(SEEN)) if line else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def settled(text: str, seen: Told) -> Settled:
    """The file with right values. What raised, or gives a value that cannot be written down, or another one each time,
    is left out, and so is what stands there twice."""
    tree = ast.parse(text)
    owners = {id(node): test.name for test in _tests(tree) for node in ast.walk(test)}
    lines = text.encode().split(b"\n")
    taken = set()
    known: set[tuple[str, str]] = set()
    changes: list[tuple[ast.expr | ast.stmt, str]] = []
    for number, node in enumerate(_equalities(tree)):
        test = node.test
        assert isinstance(test, ast.Compare)
        results = seen.get(str(number), ())
        values = {value for _, value in results}
        value = next(iter(values)) if len(values) == 1 else None
        owner = owners.get(id(node), "")
        twice = (owner, ast.unparse(test)) in known
        known.add((owner, ast.unparse(test)))
        if not results or (all(held for held, _ in results) and not twice):
            continue
        if twice or value is None or not _is_literal(value) or not _is_literal(ast.unparse(test.comparators[0])):
            changes.append((node, "pass"))
        else:
            changes.append((test.comparators[0], value))
            taken.add(owner)
    for place, new in reversed(changes):
        _put(lines, place, new)
    return Settled(_without_pass(b"\n".join(lines).decode()), frozenset(taken))


def _equalities(tree: ast.AST) -> list[ast.Assert]:
    """Assertions that a call gives some value, in the order of the text."""
    found = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Assert)
        and isinstance(node.test, ast.Compare)
        and len(node.test.ops) == 1
        and isinstance(node.test.ops[0], ast.Eq)
    ]
    return sorted(found, key=lambda node: (node.lineno, node.col_offset))


def _tests(tree: ast.AST) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test")]


def _is_literal(text: str) -> bool:
    try:
        return len(text) <= MAX_VALUE and ast.literal_eval(text) is not ...
    except (ValueError, SyntaxError):
        return False


def _parses(lines: Sequence[str]) -> bool:
    try:
        ast.parse("\n".join(lines))
    except SyntaxError:
        return False
    return True


def _put(lines: list[bytes], place: ast.expr | ast.stmt, new: str) -> None:
    first, last = place.lineno - 1, (place.end_lineno or place.lineno) - 1
    before, after = lines[first][: place.col_offset], lines[last][place.end_col_offset :]
    lines[first : last + 1] = [before + new.encode() + after]


def _without_pass(text: str) -> str:
    """Without the assertions that were taken out, and without tests in which none is left."""
    empty = re.compile(r"^[ \t]+pass[ \t]*\n", re.MULTILINE)
    tree = ast.parse(text)
    lines = text.split("\n")
    for test in sorted(_tests(tree), key=lambda node: -node.lineno):
        first = min([test.lineno, *(each.lineno for each in test.decorator_list)]) - 1
        if any(isinstance(node, ast.Assert | ast.With) for node in ast.walk(test)):
            body = empty.sub("", "\n".join(lines[first : test.end_lineno]) + "\n").rstrip("\n").split("\n")
            if _parses([*lines[:first], *body, *lines[test.end_lineno :]]):
                lines[first : test.end_lineno] = body
        else:
            del lines[first : test.end_lineno]
    return "\n".join(lines)
