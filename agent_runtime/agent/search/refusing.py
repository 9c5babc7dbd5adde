"""What a change no longer refuses: the calls that tests make, with a text or a number spoilt. What was an error then,
and is a value after the change, was let in by it: tests seldom look there (metamorphic testing: Chen, Cheung and Yiu,
"Metamorphic testing: a new approach for generating next test cases", 1998)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from agent_runtime.agent.search.candidates import python_changes
from agent_runtime.agent.search.copies import Edits
from agent_runtime.agent.search.locate import Locator
from agent_runtime.agent.search.readers import told_by
from agent_runtime.agent.search.slicing import changed, parsed
from agent_runtime.agent.search.testfiles import unrolled
from agent_runtime.agent.search.trial import Trials
from agent_runtime.agent.search.varying import in_turn, with_another

FILE = "calls_that_are_tried.py"
MAX_CALLS = 80
SPOILT = "?"
_TRY = """
import json
import signal
import types

told = []
signal.signal(signal.SIGALRM, lambda *_: exec("raise TimeoutError"))
for imports, call in calls:
    signal.alarm(1)
    try:
        scope = {}
        exec(imports, scope)
        value = eval(call, scope)
        list(value) if isinstance(value, types.GeneratorType) else None
        told.append("")
    except Exception as error:
        meant = isinstance(error, ValueError) or type(error).__module__ != "builtins"
        told.append(type(error).__name__ if meant else None)
    except BaseException:
        told.append(None)
print()
print(json.dumps(told))
"""


class Pair(NamedTuple):
    """A call, and the same with one value spoilt."""

    imports: str
    """Of the file that it is in."""
    call: str
    spoilt: str


def let_in(edits: Edits, locator: Locator, trials: Trials) -> str:
    """A call, as code, that an error refused before the edits, and that they let in, though it is like one that was
    right before; empty where none is found.

    Raises:
        SandboxError: the sandbox does not start.
    """
    changes = python_changes(edits, locator.text)
    names = {label.rpartition(".")[2] for _, old, new in changes for label in changed(old, new)}
    tests = [locator.text(path) for path in locator.python_tests]
    pairs = list(islice(spoilt_calls(tests, names), MAX_CALLS))
    if not pairs:
        return ""
    calls = [(each.imports, call) for each in pairs for call in (each.call, each.spoilt)]
    before, after = (told_by(trials, FILE, f"calls = {calls!r}\n{_TRY}", version) for version in ({}, edits))
    told = zip(pairs, before[::2], before[1::2], after[1::2], strict=False)
    return next((each.spoilt for each, right, was, now in told if right == now == "" and was), "")


def spoilt_calls(tests: list[str], names: set[str]) -> Iterator[Pair]:
    """Calls of what tests import, with one text or number spoilt. Those of tests that say one of the `names` come
    first."""
    found = [each for text in tests for each in _of_file(text)]
    found.sort(key=lambda each: not any(name in each[1] for name in names))
    rows = [[Pair(imports, ast.unparse(call), spoilt) for spoilt in _spoilt(call)] for imports, _, call in found]
    yield from dict.fromkeys(in_turn(rows))


def _of_file(text: str) -> Iterator[tuple[str, str, ast.Call]]:
    """The calls in the tests of a file whose arguments are written out: its imports, the test, and the call."""
    tree = parsed(text)
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    known = {alias.asname or alias.name for node in imports for alias in node.names}
    code = "\n".join(map(ast.unparse, imports))
    for test in ast.walk(tree):
        if not isinstance(test, ast.FunctionDef) or not test.name.startswith("test"):
            continue
        for call in (node for plain in unrolled(test) for node in ast.walk(plain)):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in known:
                arguments = [*call.args, *(each.value for each in call.keywords)]
                if arguments and all(map(_is_written, arguments)):
                    yield code, ast.unparse(test), call


def _is_written(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError):
        return False
    return True


def _spoilt(call: ast.Call) -> Iterator[str]:
    """The call with one of its texts or numbers spoilt; keys stay."""
    keys = {id(key) for node in ast.walk(call) if isinstance(node, ast.Dict) for key in node.keys}
    ways = [
        (number, map(ast.Constant, _values(node.value)))
        for number, node in enumerate(ast.walk(call))
        if isinstance(node, ast.Constant) and id(node) not in keys
    ]
    yield from (ast.unparse(changed) for changed, _ in with_another(call, ways))


def _values(value: object) -> Iterator[str | int]:
    if isinstance(value, str):
        half = len(value) // 2
        yield from dict.fromkeys((f"{value}{SPOILT}", f"{value[:half]}{SPOILT}{value[half:]}", SPOILT))
    elif type(value) is int:
        yield -abs(value) - 1
