"""What is really so where tests say what should be: each `assert ... == VALUE` of a file is evaluated, and gets the
value that the code gives, or says that it raises, and each call that is to raise says what it does.

A small model knows which cases to try, and computes what should come out wrong. The code is there: its value can be
taken, as for regression tests (Pacheco and Ernst, "Eclat", 2005; Lukasczyk and Fraser, "Pynguin", 2022). Such a test
says what the code does, not what it should do, which the user must be told.
"""

from __future__ import annotations

import ast
import builtins
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agent_runtime.agent.search.slicing import first_line

SEEN = "agent-runtime saw:"
RAISES = "raises "
"""Before the name of an error, in place of a value."""
_MEANT = frozenset({"ValueError", "KeyError", "ZeroDivisionError", "OverflowError", "FileNotFoundError"})
"""Errors that code raises on purpose; others come from a test that is wrong."""
MAX_VALUE = 300
"""Characters of a value that is still written into a test."""
_Made = (
    ast.Constant | ast.BinOp | ast.UnaryOp | ast.operator | ast.unaryop | ast.expr_context
    | ast.List | ast.Tuple | ast.Set | ast.Dict | ast.Call | ast.keyword
)  # fmt: skip
"""What a value that is written down is made of, beside the names that are called: `[date(2025, 4, 9)]`."""
_HEAD = f"""
import atexit as _atexit
import contextlib as _contextlib
import json as _json

_seen = {{}}


def _check(number, actual, expected):
    try:
        value = actual()
        told = [bool(value == expected()), repr(value)]
    except Exception as error:
        told = [False, "{RAISES}" + type(error).__name__]
    _seen.setdefault(number, []).append(told)


def _check_raising(number, actual, expected):
    _check(number, actual, lambda: _seen)
    try:
        with expected():
            actual()
        _seen[number][-1][0] = True
    except BaseException:
        pass


@_contextlib.contextmanager
def _raising(number):
    try:
        yield
        held = True
    except BaseException:
        held = False
    _seen.setdefault(number, []).append([held, None])


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
    """The file with each claim told instead of made, when pytest runs it with `-s`."""
    tree = ast.parse(text)
    numbers = {id(node): number for number, node in enumerate(claims(tree))}

    class Ask(ast.NodeTransformer):
        def visit_Assert(self, node: ast.Assert) -> ast.stmt:  # the name is ast's
            if id(node) not in numbers:
                return node
            test = node.test
            assert isinstance(test, ast.Compare)
            sides = ", ".join(f"lambda: ({ast.unparse(side)})" for side in (test.left, test.comparators[0]))
            return ast.parse(f"_check({numbers[id(node)]}, {sides})").body[0]

        def visit_With(self, node: ast.With) -> ast.stmt:
            if id(node) not in numbers:
                return self.generic_visit(node)  # type: ignore[return-value]  # it is a statement still
            if (call := _raised(node)) is not None:
                sides = f"lambda: ({ast.unparse(call)}), lambda: ({ast.unparse(node.items[0].context_expr)})"
                return ast.parse(f"_check_raising({numbers[id(node)]}, {sides})").body[0]
            outer = ast.parse(f"with _raising({numbers[id(node)]}):\n    pass").body[0]
            assert isinstance(outer, ast.With)
            outer.body = [node]
            return outer

    return _HEAD + ast.unparse(ast.fix_missing_locations(Ask().visit(tree))) + "\n"


def told(output: str) -> Told:
    """What was seen; empty where the file did not come to its end, or printed something else in its place."""
    line = next((line for line in reversed(output.split("\n")) if line.startswith(SEEN)), None)
    try:
        found = json.loads(line.removeprefix(SEEN)) if line else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) and all(map(_is_told, found.values())) else {}


def in_tests(text: str) -> list[str]:
    """The names of the tests in which the claims of a file are, by number; empty for one that is in none."""
    tree = ast.parse(text)
    owners = {id(node): test.name for test in _tests(tree) for node in ast.walk(test)}
    return [owners.get(id(node), "") for node in claims(tree)]


def _is_told(results: object) -> bool:
    return isinstance(results, list) and all(map(_is_result, results))


def _is_result(result: object) -> bool:
    match result:
        case [bool(), str() | None]:
            return True
    return False


def settled(text: str, seen: Told) -> Settled:
    """The file with right values. What raised by a mistake, or gives a value that cannot be written down, or another
    one each time, is left out, and so is what stands there twice."""
    tree = ast.parse(text)
    owners = {id(node): test for test in _tests(tree) for node in ast.walk(test)}
    lines = text.encode().split(b"\n")
    taken = set()
    known: set[tuple[str, str]] = set()
    changes: list[tuple[ast.expr | ast.stmt, str]] = []
    for number, node in enumerate(claims(tree)):
        results = seen.get(str(number), ())
        values = {value for _, value in results}
        value = next(iter(values)) if len(values) == 1 else None
        owner = owners.get(id(node))
        name = owner.name if owner else ""
        if isinstance(node, ast.With):
            if results and not all(held for held, _ in results):
                new = _block(node, value, text)
                changes.append((node, new))
                taken |= set() if new == "pass" or _error(node) in new else {name}
            continue
        test = node.test
        assert isinstance(test, ast.Compare)
        said = test.comparators[0]
        twice = (name, ast.unparse(test)) in known and not isinstance(said, ast.Name)
        known.add((name, ast.unparse(test)))
        held = all(held for held, _ in results) and (not _is_truth(said) or value == ast.unparse(said))
        if not results or (held and not twice):
            continue
        expected = _expected(said, owner)
        if not twice and value is not None and (raising := _raising(test.left, value, text)):
            changes.append((node, f"{raising}\n{' ' * node.col_offset}    {ast.unparse(test.left)}"))
            taken.add(name)
        elif twice or value is None or expected is None or not (written := _written(value)):
            changes.append((node, "pass"))
        else:
            changes.append((expected, written))
            taken.add(name)
    for place, new in sorted(changes, key=lambda change: (-change[0].lineno, -change[0].col_offset)):
        _put(lines, place, new)
    return Settled(_without_pass(b"\n".join(lines).decode()), frozenset(taken))


def _block(node: ast.With, value: str | None, text: str) -> str:
    """What stands in place of a block that does not raise what it is to."""
    call = _raised(node)
    if call is None or value is None:
        return "pass"
    if raising := _raising(call, value, text):
        return f"{raising}\n{' ' * node.col_offset}    {ast.unparse(call)}"
    return f"assert {ast.unparse(call)} == {written}" if (written := _written(value)) else "pass"


def _raised(node: ast.With) -> ast.Call | None:
    """The one call that is to raise."""
    match node:
        case ast.With(items=[ast.withitem(optional_vars=None)], body=[ast.Expr(value=ast.Call() as call)]):
            return call
    return None


def _error(node: ast.With) -> str:
    """The beginning of a block that is to raise, up to the error's name."""
    called = node.items[0].context_expr
    return f"raises({ast.unparse(called.args[0])}" if isinstance(called, ast.Call) and called.args else "?"


def equations(text: str) -> str:
    """A file of tests whose claims `assert f(x)`, `assert not f(x)` and `assert f(x) is True` are equations, so that
    they can be settled; what does not parse stays."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return text
    lines = text.encode().split(b"\n")
    for node in sorted(
        (each for each in ast.walk(tree) if isinstance(each, ast.Assert)), key=lambda node: -node.lineno
    ):
        match node.test:
            case ast.Call() as call if not _is_builtin(call):
                _put(lines, node.test, f"{ast.unparse(call)} == True")
            case ast.UnaryOp(op=ast.Not(), operand=ast.Call() as call) if not _is_builtin(call):
                _put(lines, node.test, f"{ast.unparse(call)} == False")
            case ast.Compare(left=ast.Call() as call, ops=[ast.Is()], comparators=[ast.Constant(value=value)]):
                _put(lines, node.test, f"{ast.unparse(call)} == {value!r}")
    return b"\n".join(lines).decode()


def identities(text: str) -> str:
    """A file of tests with `is` for `==` before `True`, `False` and `None`, as linters want it."""
    lines = text.encode().split(b"\n")
    for node in reversed(claims(ast.parse(text))):
        match node:
            case ast.Assert(test=ast.Compare(left=left, comparators=[value])) if _is_truth(value):
                _put(lines, node.test, f"{ast.unparse(left)} is {ast.unparse(value)}")
    return b"\n".join(lines).decode()


def _is_truth(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and (node.value is None or isinstance(node.value, bool))


def _is_builtin(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and hasattr(builtins, call.func.id)


def _raising(called: ast.expr, value: str, text: str) -> str:
    """How the block begins in which a call is to raise what it does; empty where it raises nothing that is meant."""
    name = value.removeprefix(RAISES)
    meant = value.startswith(RAISES) and name in _MEANT and isinstance(called, ast.Call)
    return f"with pytest.raises({name}):" if meant and "import pytest" in text else ""


def claims(tree: ast.AST) -> list[ast.Assert | ast.With]:
    """Assertions that something is equal to something, and blocks that are to raise, in the order of the text."""
    raising = [node for node in ast.walk(tree) if isinstance(node, ast.With) and _is_raising(node)]
    inside = {id(inner) for node in raising for inner in ast.walk(node) if inner is not node}
    equal = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Assert)
        and isinstance(node.test, ast.Compare)
        and [type(each) for each in node.test.ops] == [ast.Eq]
    ]
    every: list[ast.Assert | ast.With] = [*raising, *equal]
    found = [node for node in every if id(node) not in inside]
    return sorted(found, key=lambda node: (node.lineno, node.col_offset))


def _is_raising(node: ast.With) -> bool:
    called = node.items[0].context_expr
    return isinstance(called, ast.Call) and ast.unparse(called.func) in ("pytest.raises", "raises")


def _tests(tree: ast.AST) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test")]


def _expected(side: ast.expr, test: ast.FunctionDef | None) -> ast.expr | None:
    """The value that an assertion is given, there or in a variable of its own; `None` where it is computed."""
    if isinstance(side, ast.Name) and test is not None:
        uses = [node for node in ast.walk(test) if isinstance(node, ast.Name) and node.id == side.id]
        given = [
            node
            for node in ast.walk(test)
            if isinstance(node, ast.Assign) and len(node.targets) == 1 and node.targets[0] in uses
        ]
        if len(given) != 1 or len(uses) != 2:  # where it is given, and here
            return None
        side = given[0].value
    return side if _is_made(side) else None


def _written(value: str) -> str:
    """A value, as `repr` tells it, as it stands in a test; empty where it cannot be written down."""
    value = re.sub(r"\bdatetime\.(?=\w+\()", "", value)
    try:
        tree = ast.parse(value, mode="eval").body
    except (ValueError, SyntaxError):
        return ""
    return value if _is_made(tree) and len(value) <= MAX_VALUE and ast.unparse(tree) != "..." else ""


def _is_made(value: ast.expr) -> bool:
    """Whether it is made of constants alone, also by calls."""
    called = [node.func for node in ast.walk(value) if isinstance(node, ast.Call)]
    return all(isinstance(node, _Made) or (isinstance(node, ast.Name) and node in called) for node in ast.walk(value))


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
        first = first_line(test) - 1
        if any(isinstance(node, ast.Assert | ast.With) for node in ast.walk(test)):
            body = empty.sub("", "\n".join(lines[first : test.end_lineno]) + "\n").rstrip("\n").split("\n")
            if _parses([*lines[:first], *body, *lines[test.end_lineno :]]):
                lines[first : test.end_lineno] = body
        else:
            del lines[first : test.end_lineno]
    return "\n".join(lines)
