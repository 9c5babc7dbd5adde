"""How many examples show what is wrong: the assertions that fail before a change, also those behind the first one of a
test. Of many changes that are tried one fits a single example by chance far sooner than two."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Callable

from agent_runtime.agent.search.testfiles import is_future
from agent_runtime.agent.search.trial import Trials
from agent_runtime.agent.tampering import is_test_file
from agent_runtime.tools.testing import TestSummary

ENOUGH = 2
_SEEN = "agent-runtime counted:"
_COUNTED = re.compile(rf"^{_SEEN}(\d+)$", re.MULTILINE)
_WRONG = "_agent_runtime_wrong"
_HEAD = f"""
import atexit
{_WRONG} = set()
atexit.register(lambda: print("\\n{_SEEN}" + str(len({_WRONG})), flush=True))
"""
_RAISING = ("raises", "warns", "assertRaises", "assertRaisesRegex")
_LOOKS = frozenset({*dir(builtins), *dir(str), "approx", *_RAISING})
"""Calls that only look at what others gave."""


def examples(trials: Trials, command: str, summary: TestSummary, text_of: Callable[[str], str]) -> int:
    """So many of them, where the check said this before the change.

    Raises:
        SandboxError
    """
    if (tests := summary.failed + summary.errors) >= ENOUGH:
        return tests
    paths = {each.file for each in summary.failures if each.file and each.file.endswith(".py")}
    files = {path: counting(text) for path in paths if is_test_file(path) and (text := text_of(path))}
    if not files:
        return tests
    now = trials.beside(dict(files), command, {})
    still = now.summary.failed + now.summary.errors if now.summary is not None and now.summary.counts else 0
    return max(tests, still + sum(map(int, _COUNTED.findall(now.output))))


def counting(text: str) -> str:
    """A file of Python tests that says at its end with how many examples its assertions failed, each for itself, and
    goes on behind them and behind imports that fail; as it is where it does not parse. An example is a call with
    arguments: several looks at what it gave are one."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return text
    first = next((at for at, node in enumerate(tree.body) if not _stays_first(node)), len(tree.body))
    top = {id(node) for node in tree.body[first:] if isinstance(node, ast.Import | ast.ImportFrom)}
    _Counting(top).visit(tree)
    tree.body[first:first] = ast.parse(_HEAD).body
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"


class _Counting(ast.NodeTransformer):
    """Puts each assertion into a block of its own."""

    def __init__(self, imports: set[int]) -> None:
        self._imports = imports
        self._calls = 0
        self._last = "0"
        """The code for the example that what comes now looks at."""

    def visit(self, node: ast.AST) -> ast.AST:
        if id(node) in self._imports and isinstance(node, ast.stmt):
            return _held(node, "pass")
        if isinstance(node, ast.stmt) and (parts := _asserted(node)):
            self._last = _example(parts) or self._last
            return _held(node, f"{_WRONG}.add({self._last})")
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or _gives(node):
            self._calls += 1
            self._last = str(self._calls)
        return self.generic_visit(node)


def _example(asserted: list[ast.AST]) -> str:
    """The code that tells the calls in an assertion apart, by their words and by the values of the variables in them;
    empty where there is none."""
    every = [each for part in asserted for each in ast.walk(part)]
    calls = [each for each in every if _gives(each)]
    if not calls:
        return ""
    inside = [each for call in calls for each in ast.walk(call)]
    called = {id(each.func) for each in inside if isinstance(each, ast.Call)}
    names = [each for each in inside if isinstance(each, ast.Name) and id(each) not in called]
    own = {each.id for each in every if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    own |= {each.arg for each in every if isinstance(each, ast.arg)}
    values = dict.fromkeys(f"repr({each.id})" for each in names if each.id not in own)
    return f"({str([ast.unparse(call) for call in calls])!r}, {', '.join(values)})"


def _held(node: ast.stmt, then: str) -> ast.stmt:
    block = ast.parse(
        f"try:\n    ...\nexcept KeyboardInterrupt:\n    raise\nexcept BaseException as _error:\n    {then}"
    )
    held = block.body[0]
    assert isinstance(held, ast.Try)
    held.body = [node]
    return held


def _asserted(node: ast.stmt) -> list[ast.AST]:
    """What an assertion looks at; nothing where it is none."""
    match node:
        case ast.Assert(test=test):
            return [test]
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=name), args=arguments)):
            return [*arguments] if name.startswith("assert") else []
        case ast.With(items=[ast.withitem(context_expr=ast.Call(func=called)), *_], body=body):
            return [*body] if _name(called) in _RAISING else []
    return []


def _gives(node: ast.AST) -> bool:
    """Whether it is a call that gives the code something to work on."""
    return isinstance(node, ast.Call) and bool(node.args or node.keywords) and _name(node.func) not in _LOOKS


def _name(called: ast.expr) -> str:
    return ast.unparse(called).rpartition(".")[2]


def _stays_first(node: ast.stmt) -> bool:
    """A docstring, or what comes from the future."""
    return is_future(node) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
