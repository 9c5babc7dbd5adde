"""What a change no longer refuses, or no longer answers: the calls that tests make, with a text or a number spoilt.
What was an error then and is a value after the change, or the other way round, tests seldom look at (metamorphic
testing: Chen, Cheung and Yiu, "Metamorphic testing: a new approach for generating next test cases", 1998)."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Sequence
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
MAX_CALLS = 400
SECONDS = 5
"""For all of them, before and after the change each; what comes after is not tried."""
SPOILT = "?"
_BUILTINS = frozenset(dir(builtins))
_CRASH = "!"
"""In place of the name of an error that nobody raised on purpose."""
_TRY = f"""
CRASH = {_CRASH!r}
import json
import signal
import time
import types

told = []
end = time.monotonic() + {SECONDS}
signal.signal(signal.SIGALRM, lambda *_: exec("raise TimeoutError"))
for imports, call in calls:
    if time.monotonic() > end:
        break
    signal.alarm(1)
    try:
        scope = dict()
        exec(imports, scope)
        value = eval(call, scope)
        list(value) if isinstance(value, types.GeneratorType) else None
        told.append("")
    except TimeoutError:
        told.append(None)
    except Exception as error:
        meant = isinstance(error, ValueError) or type(error).__module__ != "builtins"
        told.append(type(error).__name__ if meant else CRASH)
    except BaseException:
        told.append(None)
print()
print(json.dumps(told))
"""


class Pair(NamedTuple):
    """A call, and the same with one value spoilt."""

    imports: str
    """Of the file that it is in, and what the test does before."""
    call: str
    spoilt: str


class Turned(NamedTuple):
    """Calls, as code, that are like one which is right before and after a change; empty where none is found."""

    lets_in: str = ""
    """An error refused it before, and none does now."""
    refuses: str = ""
    """It gave a value before, and raises an error now that no call of the tests was to raise."""


def turned(edits: Edits, locator: Locator, trials: Trials) -> Turned:
    """The calls that the edits turn from an error to a value or back.

    Raises:
        SandboxError: the sandbox does not start.
    """
    changes = python_changes(edits, locator.text)
    names = {label.rpartition(".")[2] for _, old, new in changes for label in changed(old, new)}
    tests = [locator.text(path) for path in locator.python_tests]
    pairs = list(islice(spoilt_calls(tests, names), MAX_CALLS))
    if not pairs:
        return Turned()
    calls = [(each.imports, call) for each in pairs for call in (each.call, each.spoilt)]
    before, after = (told_by(trials, FILE, f"calls = {calls!r}\n{_TRY}", version) for version in ({}, edits))
    told = list(zip(pairs, before[::2], after[::2], before[1::2], after[1::2], strict=False))  # as far as both came
    wanted = {now for _, was, now, _, _ in told if was == "" and now}
    right = [(pair.spoilt, was, now) for pair, *plain, was, now in told if plain == ["", ""]]
    return Turned(
        next((call for call, was, now in right if now == "" and was not in (None, "", _CRASH)), ""),
        next((call for call, was, now in right if was == "" and now not in (None, "", *wanted)), ""),
    )


def spoilt_calls(tests: list[str], names: set[str]) -> Iterator[Pair]:
    """Calls of what tests import, with one text or number spoilt. Those of tests that say one of the `names` come
    first."""
    found = [each for text in tests for each in _of_file(text)]
    found.sort(key=lambda each: not any(name in each[1] for name in names))
    rows = [[Pair(imports, ast.unparse(call), spoilt) for spoilt in _spoilt(call)] for imports, _, call in found]
    yield from dict.fromkeys(in_turn(rows))


def _of_file(text: str) -> Iterator[tuple[str, str, ast.Call]]:
    """The calls in the tests of a file of which all can be known: what goes before it, the test, and the call."""
    tree = parsed(text)
    head = [node for node in tree.body if not any(each.startswith("test") for each in _bound([node]))]
    imports = [node for node in head if isinstance(node, ast.Import | ast.ImportFrom)]
    known = _bound(imports)
    for test in ast.walk(tree):
        if not isinstance(test, ast.FunctionDef) or not test.name.startswith("test"):
            continue
        for plain in unrolled(test):
            for number, statement in enumerate(plain.body):
                before = [ast.Expr(each.test) if isinstance(each, ast.Assert) else each for each in plain.body[:number]]
                for call in ast.walk(statement):
                    if not isinstance(call, ast.Call) or not (call.args or call.keywords):
                        continue
                    said = {node.id for node in ast.walk(call) if isinstance(node, ast.Name)} - _BUILTINS
                    own = said - known
                    if said and "pytest" not in said and own <= _bound([*head, *before]):
                        needed = [*head, *before] if own else imports
                        yield "\n".join(map(ast.unparse, needed)), ast.unparse(test), call


def _bound(statements: Sequence[ast.stmt]) -> set[str]:
    """The names that statements give a meaning to, not those within functions and classes."""
    found: set[str] = set()
    for statement in statements:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(statement.name)
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
            elif isinstance(node, ast.alias):
                found.add((node.asname or node.name).partition(".")[0])
    return found


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
        ways = (f"{value}{SPOILT}", f"{value[:half]}{SPOILT}{value[half + 1 :]}", f"{value[:-1]}{SPOILT}", SPOILT)
        yield from (each for each in dict.fromkeys(ways) if each != value)
    elif type(value) is int:
        yield -abs(value) - 1
